package dev.understudy.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The one connection that writes. It has a lock that no other connection to its database can have
 * until it is gone, with all that was under way on it. For the context that it was made on.
 */
final class PostgresWriter {

  private static final int CONNECT_SECONDS = 4;

  /** Of the advisory locks of a database, the one of its log; any number that others do not use. */
  private static final long LOCK = 0x756e6465727374L;

  /**
   * One that has just died may still have the lock: so long it is waited for. And a commit is on
   * the disk, whatever the database's default is.
   */
  private static final List<String> CLAIM =
      List.of(
          "SET lock_timeout = '3s'",
          "SELECT pg_advisory_lock(" + LOCK + ")",
          "SET lock_timeout = 0",
          "SELECT set_config('synchronous_commit', 'on', false)"
              + " WHERE current_setting('synchronous_commit') = 'off'");

  private final Pool pool;
  private final SqlConnection connection;
  private boolean isOpen = true;

  private PostgresWriter(Pool pool, SqlConnection connection) {
    this.pool = pool;
    this.connection = connection;
    connection.closeHandler(closed -> isOpen = false);
  }

  /** A pool whose connections are made within seconds, or not. */
  static Pool pool(Vertx vertx, PostgresUrl url, int connections) {
    int millis = (int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS);
    return PgBuilder.pool()
        .with(new NetClientOptions().setConnectTimeout(millis).setTcpKeepAlive(true))
        .with(
            new PoolOptions()
                .setMaxSize(connections)
                .setConnectionTimeout(CONNECT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS))
        .connectingTo(url.options())
        .using(vertx)
        .build();
  }

  /** Connects and takes the lock. */
  static Future<PostgresWriter> connect(Vertx vertx, PostgresUrl url) {
    Pool pool = pool(vertx, url, 1); // a pool, as it bounds the time and can be given up at any
    return pool.getConnection()
        .compose(connection -> claimed(connection).map(new PostgresWriter(pool, connection)))
        .onFailure(failure -> pool.close());
  }

  private static Future<Void> claimed(SqlConnection connection) {
    Future<?> claimed = Future.succeededFuture();
    for (String sql : CLAIM) {
      claimed = claimed.compose(done -> connection.query(sql).execute());
    }
    return claimed.mapEmpty();
  }

  boolean isOpen() {
    return isOpen;
  }

  SqlConnection connection() {
    return connection;
  }

  /** Closes the connection; the lock goes with it. */
  void close() {
    isOpen = false;
    connection.close().eventually(pool::close);
  }
}
