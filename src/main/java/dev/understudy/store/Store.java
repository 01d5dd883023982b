package dev.understudy.store;

import dev.understudy.usage.MemoryUsageStore;
import dev.understudy.usage.UsageStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.UUID;
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
 * @param peers the servers that have it together
 */
public record Store(
    RevisionLog log,
    UsageStore usage,
    MatchStore matches,
    WebhookStore webhooks,
    SourceStore sources,
    Peers peers) {

  /** Of a file, whose counts have one row each. */
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
        new SqlSourceStore(database),
        Peers.NONE);
  }

  /**
   * A store in a file.
   *
   * @param dir its folder, which is made if need be; for one server at a time
   * @param maxBytes how large the file may become; 0 for no bound
   * @param newEpoch names the life of a new log
   */
  public static Store embedded(Vertx vertx, Path dir, long maxBytes, Supplier<String> newEpoch) {
    SqlDatabase database = new SqliteDatabase(vertx, dir, maxBytes);
    return of(vertx, database, ONLY_SERVER, Peers.NONE, newEpoch);
  }

  /**
   * A store in a database of a PostgreSQL, which other servers may have too.
   *
   * @param url {@code postgresql://user:password@host:5432/database}
   * @param dir the data folder, where the head of the log is remembered; for one server at a time
   * @param newEpoch names the life of a new log
   * @throws dev.understudy.model.UnderstudyException when the URL is not of that form
   */
  public static Store postgresql(Vertx vertx, String url, Path dir, Supplier<String> newEpoch) {
    PostgresUrl known = PostgresUrl.of(url);
    PostgresDatabase database = new PostgresDatabase(vertx, known, dir);
    Peers peers = new PostgresPeers(vertx, known, database);
    return of(vertx, database, UUID.randomUUID().toString(), peers, newEpoch);
  }

  private static Store of(
      Vertx vertx, SqlDatabase database, String server, Peers peers, Supplier<String> newEpoch) {
    return new Store(
        new SqlRevisionLog(vertx, database, newEpoch),
        new SqlUsageStore(database, server),
        new SqlMatchStore(database),
        new SqlWebhookStore(database),
        new SqlSourceStore(database),
        peers);
  }
}
