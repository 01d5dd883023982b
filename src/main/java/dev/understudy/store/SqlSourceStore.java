package dev.understudy.store;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remote sources in a table. */
final class SqlSourceStore implements SourceStore {

  private static final String READ = "SELECT name, spec, status FROM sources ORDER BY place, name";

  private static final String ADD =
      "INSERT INTO sources (name, place, spec)"
          + " VALUES (?, (SELECT COALESCE(MAX(place), 0) + 1 FROM sources), ?)"
          + " ON CONFLICT (name) DO UPDATE SET place = excluded.place, spec = excluded.spec,"
          + " status = NULL, models = NULL";

  private static final String PUT =
      "INSERT INTO sources (name, place, status, models) VALUES (?, 0, ?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET status = excluded.status, models = excluded.models";

  private static final String PUT_STATUS =
      "INSERT INTO sources (name, place, status) VALUES (?, 0, ?)"
          + " ON CONFLICT (name) DO UPDATE SET status = excluded.status";

  private final SqlDatabase database;

  SqlSourceStore(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public Future<List<StoredSource>> read() {
    return database.read(
        session ->
            session.query(
                READ,
                List.of(),
                row -> new StoredSource(row.text(0), row.textOrNull(1), row.textOrNull(2))));
  }

  @Override
  public Future<@Nullable String> models(String name) {
    return database.read(
        session ->
            session
                .query(
                    "SELECT models FROM sources WHERE name = ? AND models IS NOT NULL",
                    List.of(name),
                    row -> row.text(0))
                .map(found -> found.isEmpty() ? null : found.get(0)));
  }

  @Override
  public Future<Void> add(String name, String spec) {
    return execute(ADD, name, spec);
  }

  @Override
  public Future<Void> put(String name, String status, String models) {
    return execute(PUT, name, status, models);
  }

  @Override
  public Future<Void> putStatus(String name, String status) {
    return execute(PUT_STATUS, name, status);
  }

  @Override
  public Future<Void> remove(String name) {
    return execute("DELETE FROM sources WHERE name = ?", name);
  }

  private Future<Void> execute(String sql, String... parameters) {
    return database.writeLeading(session -> session.execute(sql, List.of(parameters)).mapEmpty());
  }
}
