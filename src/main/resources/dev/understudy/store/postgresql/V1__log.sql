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
  floor_sum BYTEA NOT NULL,
  -- Up to this revision places has every change.
  placed_revision BIGINT NOT NULL
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

-- Where the changes of a name are. Filled some thousand revisions at a time, in the order of the names,
-- as it would else be most of what a write costs; of later ones the changes themselves are searched.
CREATE TABLE places (
  name TEXT COLLATE "C" NOT NULL,
  -- 0 of a model that shows, 1 of an alias, 2 of layers of which nothing shows.
  sort BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (name, sort, revision, position)
);
