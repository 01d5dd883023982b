package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A file in the data folder, or memory. Writes have a connection and a thread of their own, and so
 * have reads, which see the last commit. A commit is on the disk when it returns.
 */
final class SqliteDatabase implements SqlDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);

  private static final String DIALECT = "sqlite";
  private static final String FILE = "understudy.db";
  private static final int PAGE_BYTES = 4096;

  /** Rather seldom, as a checkpoint writes every page that moved once more. */
  private static final int CHECKPOINT_PAGES = 8_000;

  private static final Set<SQLiteErrorCode> DAMAGED =
      Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

  private static final String AS_IT_IS = "PRAGMA writable_schema = ON";

  private final WorkerExecutor writes;
  private final WorkerExecutor reads;
  private final @Nullable Path dir;
  private final long maxBytes;
  private @Nullable RememberedHead head;
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
    return dir == null ? "the store in memory" : "store " + dir.resolve(FILE);
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
    writing = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (Statement statement = writing.createStatement()) {
      for (String sql : Migrations.statements(DIALECT)) {
        statement.execute(sql);
      }
    }
    writing.setAutoCommit(false);
    writer = new SqliteSession(writing);
    reader = writer;
    return new Opened(null, null);
  }

  private Opened openFile(Path folder) throws SQLException, IOException {
    if (head == null) {
      head = RememberedHead.open(folder, "head");
    }
    Head last = head.read();
    Head remembered = last == null ? Head.MISSING : last;
    Path file = folder.resolve(FILE);
    try {
      connect(file).close();
      Migrations.run(DIALECT, "jdbc:sqlite:" + file, null, null);
      openConnections(file);
      return new Opened(remembered, null);
    } catch (SQLiteException e) {
      if (!DAMAGED.contains(e.getResultCode())) {
        throw e;
      }
      reader = new SqliteSession(openDamaged(file));
      return new Opened(remembered, reason(e));
    }
  }

  private void openConnections(Path file) throws SQLException {
    writing = connect(file);
    try (Statement statement = writing.createStatement()) {
      if (maxBytes > 0) {
        statement.execute("PRAGMA max_page_count = " + Math.max(1, maxBytes / PAGE_BYTES));
      }
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
    writing.setAutoCommit(false);
    writer = new SqliteSession(writing);
    reading = connect(file);
    reader = new SqliteSession(reading);
  }

  /** For reading what is left of it: so SQLite takes a file that is shorter than it should be. */
  private Connection openDamaged(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    reading = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = reading.createStatement()) {
      statement.execute(AS_IT_IS);
    }
    return reading;
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(5_000); // for those who look into the file with other programs
    return config.createConnection("jdbc:sqlite:" + file);
  }

  @Override
  public <T> Future<T> write(Function<SqlSession, Future<T>> work) {
    return writes.executeBlocking(() -> transaction(work));
  }

  @Override
  public Future<Head> append(Function<SqlSession, Future<Head>> work) {
    return writes.executeBlocking(
        () -> {
          Head kept = transaction(work);
          if (head != null) {
            head.write(kept);
          }
          return kept;
        });
  }

  @Override
  public <T> Future<T> read(Function<SqlSession, Future<T>> work) {
    return reads.executeBlocking(() -> done(open(reader), work));
  }

  private <T> T transaction(Function<SqlSession, Future<T>> work) {
    Connection connection = open(writing);
    try {
      T result = done(open(writer), work);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection);
      throw failure(e);
    }
  }

  private <T> T done(SqliteSession session, Function<SqlSession, Future<T>> work) {
    Future<T> result = work.apply(session);
    if (result.failed()) {
      throw failure(result.cause());
    }
    return result.result();
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.warn("a transaction could not be rolled back", e);
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
    return writes.executeBlocking(() -> salvageNow(open(dir), state));
  }

  private String salvageNow(Path folder, StoreState state) throws IOException, SQLException {
    closeConnections();
    String aside = freeName(folder, FILE + ".lost-after-" + state.head().revision());
    for (String suffix : List.of("", "-wal", "-shm")) {
      Path part = folder.resolve(FILE + suffix);
      if (Files.exists(part)) {
        Files.move(part, folder.resolve(aside + suffix));
      }
    }
    open(head).clear();
    openFile(folder);
    if (state.head().revision() > 0) {
      copy(open(writing), folder.resolve(aside), state.head().revision());
    }
    return folder.resolve(aside).toString();
  }

  private static String freeName(Path folder, String wanted) {
    String name = wanted;
    for (int i = 2; Files.exists(folder.resolve(name)); i++) {
      name = wanted + "-" + i;
    }
    return name;
  }

  private static void copy(Connection connection, Path from, long lastRevision)
      throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute(AS_IT_IS);
      statement.execute("ATTACH DATABASE '" + from.toString().replace("'", "''") + "' AS lost");
      for (String table : List.of("revisions", "changes")) {
        statement.execute(
            "INSERT INTO %s SELECT * FROM lost.%s WHERE revision <= %d"
                .formatted(table, table, lastRevision));
      }
      statement.execute("DETACH DATABASE lost");
      statement.execute("PRAGMA writable_schema = OFF");
    }
    connection.setAutoCommit(false);
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
      case SQLITE_CORRUPT, SQLITE_NOTADB -> "damaged: " + failure.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
