-- Where the server answers that leads the others of this log.
CREATE TABLE leader (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL
);

-- The other servers are told when the log has moved, and where to.
CREATE FUNCTION understudy_log_moved() RETURNS trigger AS $$
BEGIN
  PERFORM pg_notify('understudy_log', NEW.revision::text);
  RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER understudy_log_moved AFTER UPDATE OF revision ON store
  FOR EACH ROW EXECUTE PROCEDURE understudy_log_moved();
