package dev.understudy.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the connection that writes: it has a lock that no other connection of this server can have
 * until it is gone, with all that was under way on it; and one that all servers share, so that who
 * must be alone can tell. For the context of the writes.
 */
final class PostgresConnector {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresConnector.class);

  /** How long a connection is waited for. */
  static final int CONNECT_SECONDS = 4;

  /** More than it waits for the lock. */
  private static final int CLAIM_SECONDS = 8;

  /** After so long an attempt is made beside one that has not ended: each holds a socket. */
  private static final long ATTEMPT_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Of the advisory locks of a database, the one of its log; any number that others do not use. */
  static final long LOCK = 0x756e6465727374L;

  private final List<String> claim;

  private final Vertx vertx;
  private final PostgresUrl url;
  private @Nullable Future<PgConnection> attempt;
  private long attemptedAtNanos;

  PostgresConnector(Vertx vertx, PostgresUrl url) {
    this.vertx = vertx;
    this.url = url;
    this.claim = claim(new SecureRandom().nextLong());
  }

  /**
   * An earlier connection of this server may still have its lock: so long it is waited for. A
   * server that hangs in a transaction does not hold up the others for longer than is told here.
   * And a commit is on the disk, whatever the database's default is.
   */
  private static List<String> claim(long server) {
    return List.of(
        "SET lock_timeout = '3s'",
        "SELECT pg_advisory_lock_shared(" + LOCK + ")",
        "SELECT pg_advisory_lock(" + server + ")",
        "SET lock_timeout = 0",
        "SET idle_in_transaction_session_timeout = '10s'",
        "SELECT set_config('synchronous_commit', 'on', false)"
            + " WHERE current_setting('synchronous_commit') = 'off'");
  }

  /** Whatever ends a connection fails what is under way on it, and is told there. */
  static void quiet(PgConnection connection) {
    connection.exceptionHandler(failure -> LOG.debug("a connection failed", failure));
  }

  /** Connects and takes the lock; fails within seconds when that cannot be. */
  Future<PgConnection> connect() {
    return Patience.with(vertx, CONNECT_SECONDS, attempt(), late -> {})
        .compose(
            connection -> {
              attempt = null;
              quiet(connection);
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

  private Future<Void> claimed(PgConnection connection) {
    Future<?> claimed = Future.succeededFuture();
    for (String sql : claim) {
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
