package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;

/**
 * A file in the data folder, or memory. Writes have a connection and a thread of their own, and so
 * have reads, which see the last commit. A commit is on the disk when it returns.
 */
final class SqliteDatabase implements SqlDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);

  private static final String DIALECT = "sqlite";
  private static final String HEAD = "head";
  private static final String MEMORY = ":memory:";

  private static final int PAGE_BYTES = 4096;

  /** Rather seldom, as a checkpoint writes every page that moved once more. */
  private static final int CHECKPOINT_PAGES = 8_000;

  /** As many as a file of SQLite may have. */
  private static final long MOST_PAGES = 4_294_967_294L;

  private static final int CACHE_KIBIBYTES = 32_768;

  private final WorkerExecutor writes;
  private final WorkerExecutor reads;
  private final @Nullable Path dir;
  private final long maxBytes;
  private @Nullable RememberedHead head;
  private @Nullable RuntimeException failedAppend;
  private @Nullable Connection writing;
  private @Nullable Connection reading;
  private @Nullable SqliteSession writer;
  private volatile @Nullable SqliteSession reader;

  /**
   * A database that is not open yet.
   *
   * @param dir its folder; null for one in memory
   * @param maxBytes how large its file may become; 0 for no bound
   */
  SqliteDatabase(Vertx vertx, @Nullable Path dir, long maxBytes) {
    this.dir = dir;
    this.maxBytes = maxBytes;
    // One thread each, so that calls take their turn; as often as there are databases.
    String pool = "understudy-store-" + System.identityHashCode(this);
    this.writes = vertx.createSharedWorkerExecutor(pool, 1, 10, TimeUnit.MINUTES);
    this.reads =
        dir == null
            ? writes
            : vertx.createSharedWorkerExecutor(pool + "-reads", 1, 10, TimeUnit.MINUTES);
  }

  @Override
  public String name() {
    return dir == null ? "the store in memory" : "store " + dir.resolve(SqliteFile.NAME);
  }

  @Override
  public Future<Opened> open() {
    return writes.executeBlocking(
        () -> {
          try {
            return dir == null ? openMemory() : openFile(dir);
          } catch (SQLException | IOException e) {
            throw failure(e);
          }
        });
  }

  private Opened openMemory() throws SQLException {
    writing = SqliteFile.connect(MEMORY);
    try (Statement statement = writing.createStatement()) {
      for (String sql : Migrations.statements(DIALECT)) {
        statement.execute(sql);
      }
    }
    writer = new SqliteSession(writing);
    reader = writer;
    return new Opened(null, null);
  }

  private Opened openFile(Path folder) throws SQLException, IOException {
    if (head == null) {
      head = RememberedHead.open(folder, HEAD);
    }
    Head last = head.read();
    Path file = folder.resolve(SqliteFile.NAME);
    String missing = SqliteFile.missing(file, last);
    Head remembered = remembered(last);
    return missing == null ? openFile(file, remembered) : nothing(remembered, missing);
  }

  private static Head remembered(@Nullable Head last) {
    return last == null ? Head.MISSING : last;
  }

  private Opened openFile(Path file, Head remembered) throws SQLException, IOException {
    try {
      String damage = SqliteFile.hasContent(file) ? SqliteFile.damage(file) : null;
      if (damage != null) {
        return asItIs(file, remembered, damage);
      }
      SqliteFile.connect(file.toString()).close();
      Migrations.run(DIALECT, "jdbc:sqlite:" + file, null, null);
      openConnections(file);
      return new Opened(remembered, null);
    } catch (SQLiteException e) {
      if (!SqliteFile.isDamage(e)) {
        throw e;
      }
      return asItIs(file, remembered, reason(e));
    } catch (FlywayException | NullPointerException e) { // both where its table is damaged
      if (e instanceof FlywayException && !isDamage(e)) {
        throw StoreFailure.of(name() + ": " + Migrations.reason(e));
      }
      return asItIs(file, remembered, StoreFailure.DAMAGED + Migrations.reason(e));
    }
  }

  @Override
  public Future<Opened> openToRead() {
    return writes.executeBlocking(
        () -> {
          try {
            return dir == null ? openMemory() : openToRead(dir);
          } catch (SQLException | IOException e) {
            throw failure(e);
          }
        });
  }

  private Opened openToRead(Path folder) throws SQLException, IOException {
    Path file = folder.resolve(SqliteFile.NAME);
    RememberedHead found = RememberedHead.openToRead(folder, HEAD);
    head = found;
    Head last = found.read();
    String missing = SqliteFile.missing(file, last);
    if (missing != null) {
      return nothing(remembered(last), missing);
    }
    if (!SqliteFile.hasContent(file)) {
      throw StoreFailure.of(
          "there is no store in %s (expected: a folder that a server has kept its data in; --data names it)"
              .formatted(folder));
    }
    return asItIs(file, remembered(last), SqliteFile.damage(file));
  }

  private Opened nothing(Head remembered, String why) throws SQLException {
    reading = SqliteFile.connect(MEMORY);
    reader = new SqliteSession(reading);
    return new Opened(remembered, why);
  }

  private static boolean isDamage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite && SqliteFile.isDamage(sqlite)) {
        return true;
      }
    }
    return false;
  }

  private Opened asItIs(Path file, Head remembered, @Nullable String damage)
      throws SQLException, IOException {
    closeConnections();
    reading = damage == null ? SqliteFile.asItIs(file) : SqliteFile.damaged(file);
    reader = new SqliteSession(reading);
    return new Opened(remembered, damage);
  }

  private void openConnections(Path file) throws SQLException {
    writing = SqliteFile.connect(file.toString());
    try (Statement statement = writing.createStatement()) {
      statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
    limit(maxBytes);
    writer = new SqliteSession(writing);
    reading = SqliteFile.connect(file.toString());
    reader = new SqliteSession(reading);
  }

  @Override
  public <T> Future<T> write(Function<SqlSession, Future<T>> work) {
    return writes.executeBlocking(
        () -> {
          failedAppend = null;
          return transaction(work);
        });
  }

  @Override
  public <T> Future<T> compact(Function<SqlSession, Future<T>> work) {
    return writes.executeBlocking(
        () -> {
          limit(0);
          try {
            return transaction(work);
          } finally {
            limit(maxBytes);
          }
        });
  }

  /** SQLite takes no bound below what the file has already. */
  private void limit(long bytes) throws SQLException {
    long pages = bytes == 0 ? MOST_PAGES : Math.max(1, bytes / PAGE_BYTES);
    execute(open(writing), "PRAGMA max_page_count = " + pages);
  }

  @Override
  public Future<Head> append(Function<SqlSession, Future<Head>> work) {
    return writes.executeBlocking(
        () -> {
          if (failedAppend != null) {
            throw failedAppend;
          }
          Head kept = appended(work);
          if (head != null) {
            head.write(kept);
          }
          return kept;
        });
  }

  private Head appended(Function<SqlSession, Future<Head>> work) {
    try {
      return transaction(work);
    } catch (RuntimeException e) {
      failedAppend = e;
      throw e;
    }
  }

  @Override
  public <T> Future<T> read(Function<SqlSession, Future<T>> work) {
    return reads.executeBlocking(() -> done(open(reader), work));
  }

  /** Begun and ended here, as JDBC's own are lost track of when SQLite itself rolls one back. */
  private <T> T transaction(Function<SqlSession, Future<T>> work) {
    Connection connection = open(writing);
    try {
      execute(connection, "BEGIN IMMEDIATE");
      T result = done(open(writer), work);
      execute(connection, "COMMIT");
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection);
      throw failure(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private <T> T done(SqliteSession session, Function<SqlSession, Future<T>> work) {
    session.begin();
    Future<T> result = work.apply(session);
    if (result.failed()) {
      throw failure(result.cause());
    }
    return result.result();
  }

  private static void rollBack(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("there is nothing to roll back: SQLite has done so itself, as when it is full", e);
    }
  }

  private <T> T open(@Nullable T part) {
    if (part == null) {
      throw StoreFailure.of(name() + ": closed (expected: open)");
    }
    return part;
  }

  @Override
  public Future<String> salvage(StoreState state) {
    return writes.executeBlocking(
        () -> {
          try {
            return salvageNow(open(dir), state.head().revision());
          } catch (SQLException | IOException e) {
            throw failure(e);
          }
        });
  }

  private String salvageNow(Path folder, long lastRevision) throws IOException, SQLException {
    closeConnections();
    Path file = folder.resolve(SqliteFile.NAME);
    Path aside = SqliteSalvage.setAside(file, lastRevision);
    openFile(file, Head.MISSING);
    execute(open(writing), "BEGIN IMMEDIATE");
    SqliteSalvage.copy(aside, open(writing), lastRevision);
    execute(open(writing), "COMMIT");
    open(head).clear(); // not before: a start after a crash must not take this for a new store
    return aside.toString();
  }

  @Override
  public Future<Void> close() {
    return reads
        .executeBlocking(() -> null)
        .compose(
            readsDone ->
                writes.executeBlocking(
                    () -> {
                      closeConnections();
                      if (head != null) {
                        head.close();
                      }
                      return null;
                    }))
        .eventually(reads::close)
        .eventually(writes::close)
        .mapEmpty();
  }

  private void closeConnections() throws SQLException {
    reader = null;
    writer = null;
    if (reading != null) {
      reading.close();
    }
    if (writing != null) {
      writing.close();
    }
    reading = null;
    writing = null;
  }

  private UnderstudyException failure(Throwable cause) {
    if (cause instanceof UnderstudyException known) {
      return known;
    }
    if (cause instanceof SQLiteException sqlite) {
      return StoreFailure.of(name() + ": " + reason(sqlite));
    }
    return StoreFailure.of(name() + ": " + cause);
  }

  private String reason(SQLiteException failure) {
    return switch (failure.getResultCode()) {
      case SQLITE_FULL ->
          maxBytes > 0
              ? "full (expected: below store.max_bytes = " + maxBytes + ")"
              : "full (expected: room on its disk)";
      case SQLITE_READONLY, SQLITE_CANTOPEN ->
          "cannot be written (expected: a file of this user's)";
      case SQLITE_CORRUPT, SQLITE_NOTADB -> StoreFailure.DAMAGED + failure.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
