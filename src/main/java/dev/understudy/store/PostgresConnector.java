package dev.understudy.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connection that writes: it has a lock that no other connection to its database can have
 * until it is gone, with all that was under way on it. For the context of the writes.
 */
final class PostgresConnector {

  /** How long a connection is waited for. */
  static final int CONNECT_SECONDS = 4;

  /** More than it waits for the lock. */
  private static final int CLAIM_SECONDS = 8;

  /** After so long an attempt is made beside one that has not ended: each holds a socket. */
  private static final long ATTEMPT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Of the advisory locks of a database, the one of its log; any number that others do not use. */
  private static final long LOCK = 0x756e6465727374L;

  /**
   * A server that has just died may still have the lock: so long it is waited for. And a commit is
   * on the disk, whatever the database's default is.
   */
  private static final List<String> CLAIM =
      List.of(
          "SET lock_timeout = '3s'",
          "SELECT pg_advisory_lock(" + LOCK + ")",
          "SET lock_timeout = 0",
          "SELECT set_config('synchronous_commit', 'on', false)"
              + " WHERE current_setting('synchronous_commit') = 'off'");

  private final Vertx vertx;
  private final PostgresUrl url;
  private @Nullable Future<PgConnection> attempt;
  private long attemptedAtNanos;

  PostgresConnector(Vertx vertx, PostgresUrl url) {
    this.vertx = vertx;
    this.url = url;
  }

  /** Connects and takes the lock; fails within seconds when that cannot be. */
  Future<PgConnection> connect() {
    return Patience.with(vertx, CONNECT_SECONDS, attempt(), late -> {})
        .compose(
            connection -> {
              attempt = null;
              return Patience.with(vertx, CLAIM_SECONDS, claimed(connection), late -> {})
                  .map(connection)
                  .onFailure(failure -> connection.close());
            });
  }

  /** One that hangs is waited for again: it cannot be given up, but holds its socket. */
  private Future<PgConnection> attempt() {
    Future<PgConnection> last = attempt;
    if (last == null || last.failed() || System.nanoTime() - attemptedAtNanos > ATTEMPT_NANOS) {
      if (last != null) {
        last.onSuccess(PgConnection::close);
      }
      last = PgConnection.connect(vertx, url.options());
      attempt = last;
      attemptedAtNanos = System.nanoTime();
    }
    return last;
  }

  private static Future<Void> claimed(PgConnection connection) {
    Future<?> claimed = Future.succeededFuture();
    for (String sql : CLAIM) {
      claimed = claimed.compose(done -> connection.query(sql).execute());
    }
    return claimed.mapEmpty();
  }

  /** Closes what has not ended yet, when it does. */
  void close() {
    if (attempt != null) {
      attempt.onSuccess(PgConnection::close);
    }
    attempt = null;
  }
}
