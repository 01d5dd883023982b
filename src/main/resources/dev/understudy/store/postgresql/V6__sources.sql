-- Remote sources: what was said of those that were added, in their order, and what each had last, as
-- JSON of this program's. The models are apart, as they are large and change seldom.
CREATE TABLE sources (
  name TEXT PRIMARY KEY,
  place BIGINT NOT NULL,
  spec TEXT,
  status TEXT,
  models TEXT
);
