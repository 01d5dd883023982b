-- Where the changes of a name are, some thousand revisions to a list: a place of its own for each change
-- was a third of what a write costs. Of later revisions the changes themselves are searched.
CREATE TABLE place_lists (
  name TEXT NOT NULL,
  -- 0 of a model that shows, 1 of an alias, 2 of layers of which nothing shows, 3 and 4 of what was told.
  sort INTEGER NOT NULL,
  -- No place in it is before; those of the next list of that name and sort are all after it.
  first_revision INTEGER NOT NULL,
  -- Numbers in their order, with commas between them: the revision times 2^24, and the position.
  places TEXT NOT NULL,
  PRIMARY KEY (name, sort, first_revision)
) WITHOUT ROWID;

INSERT INTO place_lists (name, sort, first_revision, places)
SELECT name, sort, min(revision), string_agg(CAST(revision * 16777216 + position AS TEXT), ',')
FROM (SELECT * FROM places ORDER BY name, sort, revision, position) AS ordered
GROUP BY name, sort, revision / 8192;

DROP TABLE places;

-- Them one by one.
CREATE VIEW places AS
SELECT
  l.name AS name,
  l.sort AS sort,
  l.first_revision AS first_revision,
  p.value >> 24 AS revision,
  p.value & 16777215 AS position
FROM place_lists l CROSS JOIN json_each('[' || l.places || ']') p;

-- Times never fall from one revision to the next: they are found by halves.
DROP INDEX revisions_by_time;
