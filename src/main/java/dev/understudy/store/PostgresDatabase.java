package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * A database of a PostgreSQL, which several servers may write to; the head that this one has seen
 * is remembered in the data folder. Writes have a connection of their own, which holds a lock of
 * the session: while an earlier connection's commit may still be under way that has the lock, so
 * what is read after connecting again is all that this server has written. Who leads has another
 * lock on that connection: what it writes is only kept while it leads. Reads have a small pool.
 */
final class PostgresDatabase implements SqlDatabase {

  private static final String DIALECT = "postgresql";
  private static final String BEGIN = "BEGIN";
  private static final String BEGIN_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

  /**
   * More than any write takes, a whole catalog's too, and less than a client waits; who does not
   * answer by then is gone.
   */
  private static final int WRITE_SECONDS = 20;

  /** Of the advisory locks of a database, the one of the server that leads. */
  private static final String TRY_LEAD =
      "SELECT CASE WHEN pg_try_advisory_lock("
          + (PostgresConnector.LOCK + 1)
          + ") THEN 1 ELSE 0 END";

  /** One that hangs does not lead on: it says something every second. PostgreSQL 14 and later. */
  private static final String LEADER_IS_THERE =
      "SELECT set_config(name, '10s', false) FROM pg_settings WHERE name = 'idle_session_timeout'";

  private static final String PUT_LEADER =
      "INSERT INTO leader (id, url) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET url = excluded.url";

  /** A server shares that lock with all others; with none, it can have it for itself. */
  private static final String TRY_ALONE =
      "SELECT CASE WHEN pg_try_advisory_lock(" + PostgresConnector.LOCK + ") THEN 1 ELSE 0 END";

  private static final String NO_LONGER_ALONE =
      "SELECT CASE WHEN pg_advisory_unlock(" + PostgresConnector.LOCK + ") THEN 1 ELSE 0 END";

  private static final int READERS = 2;
  private static final int CLOSE_SECONDS = 4;

  private final Vertx vertx;
  private final PostgresUrl url;
  private final Path dir;
  private final WorkerContext writes;
  private final WorkerContext reads;
  private @Nullable RememberedHead head;
  private @Nullable Throwable failedAppend;
  private volatile @Nullable Pool readers;
  private final PostgresConnector connector;
  private volatile @Nullable PgConnection writer;
  private volatile @Nullable PgConnection leading;
  private @Nullable String leaderUrl;
  private Future<?> turn = Future.succeededFuture();

  /**
   * A database that is not open yet.
   *
   * @param dir the data folder
   */
  PostgresDatabase(Vertx vertx, PostgresUrl url, Path dir) {
    this.vertx = vertx;
    this.url = url;
    this.dir = dir;
    this.connector = new PostgresConnector(vertx, url);
    String name = "understudy-store-" + System.identityHashCode(this);
    this.writes = new WorkerContext(vertx, name);
    this.reads = new WorkerContext(vertx, name + "-reads");
  }

  @Override
  public String name() {
    return "store " + url;
  }

  @Override
  public Future<Opened> open() {
    if (readers == null) {
      readers = pool();
    }
    return writes
        .open()
        .compose(opened -> reads.open())
        .compose(opened -> writes.call(() -> inTurn(this::openNow)))
        .recover(this::failed);
  }

  private Pool pool() {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(READERS))
        .connectingTo(url.options())
        .using(vertx)
        .build();
  }

  private Future<Opened> openNow() {
    try {
      if (head == null) {
        head = RememberedHead.open(dir, headName());
      }
    } catch (IOException e) {
      return Future.failedFuture(StoreFailure.of(dir + ": its file for the head: " + e));
    }
    RememberedHead remembered = head;
    return connected().map(connection -> migrated(remembered));
  }

  @Override
  public Future<Opened> openToRead() {
    readers = pool();
    return writes
        .open()
        .compose(opened -> reads.open())
        .compose(opened -> writes.call(() -> inTurn(this::openToReadNow)))
        .recover(this::failed);
  }

  private Future<Opened> openToReadNow() {
    Opened found;
    try {
      head = RememberedHead.openToRead(dir, headName());
      found = new Opened(head.read(), null);
    } catch (IOException e) {
      return Future.failedFuture(StoreFailure.of(dir + ": its file for the head: " + e));
    }
    return connected()
        .compose(connection -> connection.query("SELECT to_regclass('store')").execute())
        .map(
            rows -> {
              if (rows.iterator().next().getValue(0) == null) {
                throw StoreFailure.of(
                    "there is no store in %s (expected: a database that a server has written to)"
                        .formatted(url));
              }
              return found;
            });
  }

  private String headName() {
    return "head-" + url.fileName();
  }

  /** With the lock, so that no other server is at work on the tables. */
  private Opened migrated(RememberedHead remembered) {
    try {
      Migrations.run(DIALECT, url.jdbcUrl(), url.user(), url.password());
      return new Opened(remembered.read(), null);
    } catch (FlywayException e) {
      throw new IllegalStateException(Migrations.reason(e), e);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public <T> Future<T> write(Function<SqlSession, Future<T>> work) {
    return writes.call(() -> inTurn(() -> written(work))).recover(this::failed);
  }

  @Override
  public <T> Future<T> settle(Function<SqlSession, Future<T>> work) {
    return writes
        .call(
            () ->
                inTurn(
                    () -> {
                      failedAppend = null;
                      return written(work);
                    }))
        .recover(this::failed);
  }

  @Override
  public <T> Future<T> writeLeading(Function<SqlSession, Future<T>> work) {
    return writes
        .call(
            () ->
                inTurn(
                    () ->
                        isLeading()
                            ? written(work)
                            : Future.failedFuture(StoreFailure.notLeading(name()))))
        .recover(this::failed);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public boolean isLeading() {
    PgConnection open = writer;
    return open != null && open == leading;
  }

  /** See {@link Peers#lead}. */
  Future<Boolean> lead(String ownUrl, boolean anew) {
    return writes.call(() -> inTurn(() -> leads(ownUrl, anew))).recover(this::failed);
  }

  private Future<Boolean> leads(String ownUrl, boolean anew) {
    boolean isKnown = isLeading() ? ownUrl.equals(leaderUrl) : !anew;
    return isKnown
        ? Future.succeededFuture(isLeading())
        : written(session -> claimLead(session, ownUrl, anew));
  }

  private Future<Boolean> claimLead(SqlSession session, String ownUrl, boolean anew) {
    PgConnection claiming = writer;
    Future<Boolean> claimed =
        isLeading() || !anew // the connection may be another by now
            ? Future.succeededFuture(isLeading())
            : session
                .query(TRY_LEAD, List.of(), row -> row.number(0) == 1)
                .map(found -> found.get(0));
    return claimed
        .compose(
            leads ->
                leads
                    ? session
                        .query(LEADER_IS_THERE, List.of(), row -> row.text(0))
                        .compose(set -> session.execute(PUT_LEADER, List.of(ownUrl)))
                        .onSuccess(
                            put -> {
                              leading = claiming;
                              leaderUrl = ownUrl;
                            })
                        .map(true)
                    : Future.succeededFuture(false))
        .onFailure(failure -> leave(claiming)); // with the lock, should it have that
  }

  /** See {@link Peers#yieldLead}. The connection goes with all locks that it has. */
  Future<Void> yieldLead() {
    return writes.call(
        () ->
            inTurn(
                () -> {
                  if (isLeading()) {
                    leave(leading);
                  }
                  return Future.succeededFuture();
                }));
  }

  /** See {@link Peers#beat}. */
  Future<Long> beat() {
    return write(PostgresDatabase::revision);
  }

  private static Future<Long> revision(SqlSession session) {
    return session
        .query("SELECT revision FROM store", List.of(), row -> row.number(0))
        .map(found -> found.get(0));
  }

  @Override
  public <T> Future<T> compact(Function<SqlSession, Future<T>> work) {
    return write(work);
  }

  @Override
  public Future<Head> append(Function<SqlSession, Future<Head>> work) {
    return writes.call(() -> inTurn(() -> appended(work))).recover(this::failed);
  }

  private Future<Head> appended(Function<SqlSession, Future<Head>> work) {
    if (failedAppend != null) {
      return Future.failedFuture(failedAppend);
    }
    return written(work).onComplete(this::remember, failure -> failedAppend = failure);
  }

  private void remember(Head kept) {
    if (head != null) {
      head.write(kept);
    }
  }

  @Override
  public <T> Future<T> read(Function<SqlSession, Future<T>> work) {
    return reads
        .call(
            () ->
                reader()
                    .compose(
                        connection ->
                            PostgresSession.transaction(connection, BEGIN_READING, work)
                                .eventually(connection::close)))
        .recover(this::failed);
  }

  private Future<SqlConnection> reader() {
    return Patience.with(
        vertx,
        PostgresConnector.CONNECT_SECONDS,
        open(readers).getConnection(),
        SqlConnection::close);
  }

  /** Writes take their turn. For the context of the writes. */
  private <T> Future<T> inTurn(Supplier<Future<T>> task) {
    Future<T> next = turn.transform(ended -> task.get());
    turn = next;
    return next;
  }

  private <T> Future<T> written(Function<SqlSession, Future<T>> work) {
    return connected()
        .compose(
            connection ->
                Patience.with(
                        vertx,
                        WRITE_SECONDS,
                        PostgresSession.transaction(connection, BEGIN, work),
                        late -> {})
                    .onFailure(failure -> leaveIfLost(connection, failure)));
  }

  private Future<PgConnection> connected() {
    PgConnection open = writer;
    if (open != null) {
      return Future.succeededFuture(open);
    }
    return connector
        .connect()
        .onSuccess(
            connection -> {
              writer = connection;
              connection.closeHandler(closed -> leave(connection));
            });
  }

  /** Whatever was not said by the database itself leaves the state of the connection unknown. */
  private void leaveIfLost(PgConnection connection, Throwable failure) {
    if (PostgresFailure.isOfConnection(failure)) {
      leave(connection);
    }
  }

  private void leave(@Nullable PgConnection connection) {
    if (connection != null && writer == connection) {
      writer = null;
      closed(connection);
    }
  }

  /** Not told of it, as its thread may be gone by then. */
  private static Future<Void> closed(PgConnection connection) {
    return connection.closeHandler(null).close();
  }

  @Override
  public Future<String> salvage(StoreState state) {
    long last = state.head().revision();
    return alone(() -> write(session -> PostgresSalvage.setAside(session, last)))
        .compose(tables -> writes.call(() -> forget(tables)))
        .map(tables -> tables + " of " + name())
        .recover(this::failed);
  }

  private <T> Future<T> alone(Supplier<Future<T>> work) {
    return write(session -> session.query(TRY_ALONE, List.of(), row -> row.number(0) == 1))
        .compose(
            alone ->
                alone.get(0)
                    ? work.get()
                        .eventually(
                            () ->
                                write(
                                    session ->
                                        session.query(
                                            NO_LONGER_ALONE, List.of(), row -> row.number(0))))
                    : Future.failedFuture(
                        StoreFailure.of(
                            name()
                                + ": in use by another server (expected: none, while a loss is accepted; stop the others)")));
  }

  private Future<String> forget(String tables) {
    try {
      open(head).clear();
      return Future.succeededFuture(tables);
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  public Future<Void> close() {
    return writes
        .call(() -> inTurn(this::closeNow))
        .transform((closed, notOpen) -> reads.close())
        .eventually(writes::close);
  }

  private Future<Void> closeNow() {
    connector.close();
    List<Future<?>> closing = new ArrayList<>();
    if (writer != null) {
      closing.add(closed(writer));
    }
    Pool pool = readers;
    if (pool != null) {
      closing.add(pool.close());
    }
    return Patience.with(vertx, CLOSE_SECONDS, Future.join(closing), late -> {})
        .eventually(this::closeHead)
        .mapEmpty();
  }

  private Future<Void> closeHead() {
    try {
      if (head != null) {
        head.close();
      }
      return Future.succeededFuture();
    } catch (IOException e) {
      return Future.failedFuture(e);
    }
  }

  private <T> T open(@Nullable T part) {
    if (part == null) {
      throw StoreFailure.of(name() + ": closed (expected: open)");
    }
    return part;
  }

  private <T> Future<T> failed(Throwable cause) {
    boolean isTold =
        cause instanceof UnderstudyException
            || cause instanceof HeadMovedException
            || cause instanceof LogGapException;
    return Future.failedFuture(
        isTold ? cause : StoreFailure.of(name() + ": " + PostgresFailure.reason(cause, url)));
  }
}
