package dev.understudy.store;

import dev.understudy.usage.MemoryUsageStore;
import dev.understudy.usage.UsageStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where a server keeps what outlives it. All parts are of one database, which the log opens and
 * closes.
 *
 * @param log accepted writes
 * @param usage what models were used for
 * @param matches what names were taken to mean
 * @param webhooks who is told of what happens
 * @param sources where models come from, and what they had last
 */
public record Store(
    RevisionLog log,
    UsageStore usage,
    MatchStore matches,
    WebhookStore webhooks,
    SourceStore sources) {

  /** Only one server at a time writes to a store. */
  private static final String ONLY_SERVER = "this";

  /**
   * A store that ends with the server.
   *
   * @param newEpoch names the life of a new log
   */
  public static Store inMemory(Vertx vertx, Supplier<String> newEpoch) {
    SqlDatabase database = new SqliteDatabase(vertx, null, 0);
    return new Store(
        new SqlRevisionLog(vertx, database, newEpoch),
        new MemoryUsageStore(),
        MatchStore.NONE,
        new SqlWebhookStore(database),
        new SqlSourceStore(database));
  }

  /**
   * A store in a file.
   *
   * @param dir its folder, which is made if need be; for one server at a time
   * @param maxBytes how large the file may become; 0 for no bound
   * @param newEpoch names the life of a new log
   */
  public static Store embedded(Vertx vertx, Path dir, long maxBytes, Supplier<String> newEpoch) {
    return of(vertx, new SqliteDatabase(vertx, dir, maxBytes), ONLY_SERVER, newEpoch);
  }

  /**
   * A store in a database of a PostgreSQL.
   *
   * @param url {@code postgresql://user:password@host:5432/database}
   * @param dir the data folder, where the head of the log is remembered; for one server at a time
   * @param newEpoch names the life of a new log
   * @throws dev.understudy.model.UnderstudyException when the URL is not of that form
   */
  public static Store postgresql(Vertx vertx, String url, Path dir, Supplier<String> newEpoch) {
    return of(vertx, new PostgresDatabase(vertx, PostgresUrl.of(url), dir), ONLY_SERVER, newEpoch);
  }

  private static Store of(
      Vertx vertx, SqlDatabase database, String server, Supplier<String> newEpoch) {
    return new Store(
        new SqlRevisionLog(vertx, database, newEpoch),
        new SqlUsageStore(database, server),
        new SqlMatchStore(database),
        new SqlWebhookStore(database),
        new SqlSourceStore(database));
  }
}
