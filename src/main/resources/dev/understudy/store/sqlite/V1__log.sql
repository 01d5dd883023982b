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
  floor_sum BLOB NOT NULL,
  -- Up to this revision places has every change.
  placed_revision INTEGER NOT NULL
);

CREATE TABLE revisions (
  revision INTEGER PRIMARY KEY,
  -- Microseconds since 1970, UTC; never less than those of the revision before.
  at_micros INTEGER NOT NULL,
  cause TEXT NOT NULL,
  chain BLOB NOT NULL
);

CREATE INDEX revisions_by_time ON revisions (at_micros);

-- Rows of a revision: models that changed, and aliases that moved. With row ids, as only then pages
-- are filled to the end and a row of up to 4 kB stays in one piece.
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
);

-- Where the changes of a name are. Filled some thousand revisions at a time, in the order of the names,
-- as it would else be most of what a write costs; of later ones the changes themselves are searched.
CREATE TABLE places (
  name TEXT NOT NULL,
  -- 0 of a model that shows, 1 of an alias, 2 of layers of which nothing shows.
  sort INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (name, sort, revision, position)
) WITHOUT ROWID;
