-- What there is only one of.
CREATE TABLE store (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  epoch TEXT NOT NULL,
  -- The last revision and its hash.
  revision BIGINT NOT NULL,
  chain BYTEA NOT NULL,
  -- Up to this revision only the latest of each name is kept; its hash, and the sum of theirs.
  floor_revision BIGINT NOT NULL,
  floor_chain BYTEA NOT NULL,
  floor_sum BYTEA NOT NULL
);

CREATE TABLE revisions (
  revision BIGINT PRIMARY KEY,
  -- Microseconds since 1970, UTC; never less than those of the revision before.
  at_micros BIGINT NOT NULL,
  cause TEXT NOT NULL,
  chain BYTEA NOT NULL
);

CREATE INDEX revisions_by_time ON revisions (at_micros);

-- Rows of a revision: models that changed, and aliases that moved.
CREATE TABLE changes (
  revision BIGINT NOT NULL,
  position BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  label TEXT,
  fields TEXT,
  definition TEXT,
  layers TEXT,
  PRIMARY KEY (revision, position)
);

CREATE INDEX changes_by_name ON changes (name, revision);
