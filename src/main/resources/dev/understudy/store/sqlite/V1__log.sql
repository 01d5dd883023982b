-- What there is only one of.
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  epoch TEXT NOT NULL,
  -- The last revision and its hash.
  revision INTEGER NOT NULL,
  chain BLOB NOT NULL,
  -- Up to this revision only the latest of each name is kept; its hash, and the sum of theirs.
  floor_revision INTEGER NOT NULL,
  floor_chain BLOB NOT NULL,
  floor_sum BLOB NOT NULL
);

CREATE TABLE revisions (
  revision INTEGER PRIMARY KEY,
  -- Microseconds since 1970, UTC; never less than those of the revision before.
  at_micros INTEGER NOT NULL,
  cause TEXT NOT NULL,
  chain BLOB NOT NULL
);

CREATE INDEX revisions_by_time ON revisions (at_micros);

-- Rows of a revision: models that changed, and aliases that moved.
CREATE TABLE changes (
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  label TEXT,
  fields TEXT,
  definition TEXT,
  layers TEXT,
  PRIMARY KEY (revision, position)
) WITHOUT ROWID;

CREATE INDEX changes_by_name ON changes (name, revision);
