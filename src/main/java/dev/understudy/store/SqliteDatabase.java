package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
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

  private static final int CACHE_KIBIBYTES = 32_768;

  private final WorkerExecutor writes;
  private final WorkerExecutor reads;
  private final @Nullable Path dir;
  private final long maxBytes;
  private @Nullable DataDirectory directory;
  private @Nullable HeadFile headFile;
  private @Nullable Connection writing;
  private @Nullable Connection reading;
  private @Nullable SqliteSession writer;
  private volatile @Nullable SqliteSession reader;
  private boolean headIsWritten = true;

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
  public Future<Optional<Head>> open() {
    return writes.executeBlocking(
        () -> {
          try {
            return dir == null ? openMemory() : openFile(dir);
          } catch (SQLException | IOException e) {
            throw failure(e);
          }
        });
  }

  private Optional<Head> openMemory() throws SQLException {
    writing = connect(":memory:");
    try (Statement statement = writing.createStatement()) {
      for (String sql : Migrations.statements(DIALECT)) {
        statement.execute(sql);
      }
    }
    writing.setAutoCommit(false);
    writer = new SqliteSession(writing);
    reader = writer;
    return Optional.empty();
  }

  private Optional<Head> openFile(Path folder) throws SQLException, IOException {
    if (directory == null) {
      directory = DataDirectory.lock(folder);
      headFile = HeadFile.open(folder.resolve("head"));
    }
    Path file = folder.resolve(FILE);
    Migrations.run(DIALECT, "jdbc:sqlite:" + file, null, null);
    writing = connect(file.toString());
    try (Statement statement = writing.createStatement()) {
      if (maxBytes > 0) {
        statement.execute("PRAGMA max_page_count = " + Math.max(1, maxBytes / PAGE_BYTES));
      }
      statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
    writing.setAutoCommit(false);
    writer = new SqliteSession(writing);
    reading = connect(file.toString());
    reader = new SqliteSession(reading);
    return Optional.ofNullable(headFile == null ? null : headFile.read());
  }

  private static Connection connect(String file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setGetGeneratedKeys(false); // they would be asked for after each insert
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
          Head head = transaction(work);
          remember(head);
          return head;
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

  /** A head that is behind is no harm: what was kept is. So a failure only shows in the log. */
  private void remember(Head head) {
    if (headFile == null) {
      return;
    }
    try {
      headFile.write(head);
      headIsWritten = true;
    } catch (IOException e) {
      if (headIsWritten) {
        LOG.error("{}: its head cannot be remembered apart from it", name(), e);
      }
      headIsWritten = false;
    }
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
    open(headFile).clear();
    openFile(folder);
    copy(open(writing), folder.resolve(aside), state.head().revision());
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
      statement.execute("ATTACH DATABASE '" + from.toString().replace("'", "''") + "' AS lost");
      for (String table : List.of("revisions", "changes")) {
        statement.execute(
            "INSERT INTO %s SELECT * FROM lost.%s WHERE revision <= %d"
                .formatted(table, table, lastRevision));
      }
      statement.execute("DETACH DATABASE lost");
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
                      if (headFile != null) {
                        headFile.close();
                      }
                      if (directory != null) {
                        directory.close();
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
