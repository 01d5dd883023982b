-- Who is told of what happens, and how far each has been told: JSON of this program's.
CREATE TABLE webhooks (
  id TEXT PRIMARY KEY,
  endpoint TEXT NOT NULL,
  progress TEXT NOT NULL
);

-- The last attempts to tell each, as JSON; numbers count up.
CREATE TABLE webhook_attempts (
  webhook TEXT NOT NULL,
  number INTEGER NOT NULL,
  attempt TEXT NOT NULL,
  PRIMARY KEY (webhook, number)
) WITHOUT ROWID;
