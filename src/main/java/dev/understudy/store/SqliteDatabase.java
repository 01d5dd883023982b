package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;

/**
 * A file in the data folder, or memory. Writes have a connection and a thread of their own, and so
 * have reads, which see the last commit. What writes is done when its commit is on the disk, which
 * a third thread waits for.
 */
final class SqliteDatabase implements SqlDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);

  private static final String HEAD = "head";

  /** As many as a file of SQLite may have. */
  private static final long MOST_PAGES = 4_294_967_294L;

  private final StoreThread writes;
  private final StoreThread reads;
  private final StoreThread syncs;
  private final @Nullable Path dir;
  private final long maxBytes;
  private final UnaryOperator<CommitSync.Disk> disks;
  private @Nullable RememberedHead head;
  private @Nullable RuntimeException failedAppend;
  private final SqliteCheckpoints checkpoints;
  private volatile @Nullable SqliteConnections connections;
  private @Nullable SqliteSession writer;
  private @Nullable CommitSync sync;
  private volatile @Nullable SqliteSession reader;

  /**
   * A database that is not open yet.
   *
   * @param dir its folder; null for one in memory
   * @param maxBytes how large its file may become; 0 for no bound
   */
  SqliteDatabase(Vertx vertx, @Nullable Path dir, long maxBytes) {
    this(vertx, dir, maxBytes, disk -> disk);
  }

  /**
   * The same on another disk.
   *
   * @param disks what stands for that of the file
   */
  SqliteDatabase(
      Vertx vertx, @Nullable Path dir, long maxBytes, UnaryOperator<CommitSync.Disk> disks) {
    this.disks = disks;
    this.dir = dir;
    this.maxBytes = maxBytes;
    String name = "understudy-store-" + System.identityHashCode(this); // there may be several
    this.writes = new StoreThread(vertx, name);
    this.reads = dir == null ? writes : new StoreThread(vertx, name + "-reads");
    this.syncs = dir == null ? writes : new StoreThread(vertx, name + "-syncs");
    this.checkpoints = new SqliteCheckpoints(writes, reads);
  }

  @Override
  public String name() {
    return dir == null ? "the store in memory" : "store " + dir.resolve(SqliteFile.NAME);
  }

  @Override
  public Future<Opened> open() {
    return writes.call(
        () -> {
          try {
            return dir == null ? openMemory() : openFile(dir);
          } catch (SQLException | IOException e) {
            throw failure(e);
          }
        });
  }

  private Opened openMemory() throws SQLException {
    return use(SqliteConnections.inMemory(), null);
  }

  private Opened openFile(Path folder) throws SQLException, IOException {
    if (head == null) {
      head = RememberedHead.open(folder, HEAD);
    }
    Head last = head.read();
    Path file = folder.resolve(SqliteFile.NAME);
    String missing = SqliteFile.missing(file, last);
    return missing == null ? openFile(file, last) : use(SqliteConnections.none(missing), last);
  }

  private Opened openFile(Path file, @Nullable Head last) throws SQLException, IOException {
    Opened opened = use(SqliteConnections.open(file), last);
    if (opened.damage() == null) {
      limit(maxBytes);
      warnIfFull();
    }
    return opened;
  }

  @Override
  public Future<Opened> openToRead() {
    return writes.call(
        () -> {
          try {
            return dir == null ? openMemory() : openToRead(dir);
          } catch (SQLException | IOException e) {
            throw failure(e);
          }
        });
  }

  private Opened openToRead(Path folder) throws SQLException, IOException {
    head = RememberedHead.openToRead(folder, HEAD);
    Head last = head.read();
    Path file = folder.resolve(SqliteFile.NAME);
    String missing = SqliteFile.missing(file, last);
    if (missing != null) {
      return use(SqliteConnections.none(missing), last);
    }
    if (!SqliteFile.hasContent(file)) {
      throw StoreFailure.of(
          "there is no store in %s (expected: a folder that a server has kept its data in; --data names it)"
              .formatted(folder));
    }
    return use(SqliteConnections.toRead(file), last);
  }

  private Opened use(SqliteConnections opened, @Nullable Head last) {
    connections = opened;
    Connection writing = opened.writing();
    writer = writing == null ? null : new SqliteSession(writing);
    reader = opened.reading().equals(writing) ? writer : new SqliteSession(opened.reading());
    WriteAheadLog log = opened.log();
    sync = log == null ? null : new CommitSync(syncs, disks.apply(log));
    Head remembered = dir == null ? null : last == null ? Head.MISSING : last;
    return new Opened(remembered, opened.damage());
  }

  private void warnIfFull() throws SQLException {
    long bytes = SqliteFile.bytes(writing());
    if (maxBytes > 0 && bytes > maxBytes) {
      LOG.warn(
          "{}: it has {} bytes (expected: below store.max_bytes = {}): no write is kept that needs more",
          name(),
          bytes,
          maxBytes);
    }
  }

  private Connection writing() {
    return open(open(connections).writing());
  }

  @Override
  public <T> Future<T> write(Function<SqlSession, Future<T>> work) {
    return kept(
        () -> {
          failedAppend = null;
          return transaction(work);
        },
        done -> {});
  }

  @Override
  public <T> Future<T> compact(Function<SqlSession, Future<T>> work) {
    return kept(
        () -> {
          limit(0);
          try {
            return transaction(work);
          } finally {
            limit(maxBytes);
          }
        },
        done -> {});
  }

  /** SQLite takes no bound below what the file has already. */
  private void limit(long bytes) throws SQLException {
    long pages = bytes == 0 ? MOST_PAGES : Math.max(1, bytes / SqliteFile.PAGE_BYTES);
    execute(writing(), "PRAGMA max_page_count = " + pages);
  }

  @Override
  public Future<Head> append(Function<SqlSession, Future<Head>> work) {
    return kept(
        () -> {
          if (failedAppend != null) {
            throw failedAppend;
          }
          Head moved = appended(work);
          SqliteConnections opened = open(connections);
          if (opened.log() != null) {
            checkpoints.ifMany(moved.revision(), writing(), opened.reading());
          }
          return moved;
        },
        moved -> {
          if (head != null) {
            head.write(moved);
          }
        });
  }

  /** What a transaction comes to, once it is on the disk. */
  private <T> Future<T> kept(Callable<T> transaction, Consumer<T> onDisk) {
    return writes
        .call(
            () -> {
              T result = transaction.call();
              return sync == null
                  ? Future.succeededFuture(result)
                  : sync.commit(() -> onDisk.accept(result)).map(result);
            })
        .compose(Function.identity());
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
    return reads.call(() -> done(open(reader), work));
  }

  /** Begun and ended here, as JDBC's own are lost track of when SQLite itself rolls one back. */
  private <T> T transaction(Function<SqlSession, Future<T>> work) {
    Connection connection = writing();
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
    return writes.call(
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
    openFile(file, null);
    execute(writing(), "BEGIN IMMEDIATE");
    SqliteSalvage.copy(aside, writing(), lastRevision);
    execute(writing(), "COMMIT");
    execute(writing(), "PRAGMA wal_checkpoint(TRUNCATE)"); // which brings it to the disk
    open(head).clear(); // not before: a start after a crash must not take this for a new store
    return aside.toString();
  }

  @Override
  public Future<Void> close() {
    return reads
        .call(() -> null)
        .compose(readsDone -> writes.call(() -> null))
        .compose(writesDone -> syncs.call(() -> null))
        .compose(
            syncsDone ->
                writes.call(
                    () -> {
                      closeConnections();
                      if (head != null) {
                        head.close();
                      }
                      return null;
                    }))
        .eventually(reads::close)
        .eventually(syncs::close)
        .eventually(writes::close)
        .mapEmpty();
  }

  private void closeConnections() throws SQLException, IOException {
    reader = null;
    writer = null;
    if (connections != null) {
      connections.close();
    }
    connections = null;
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

  private String bytes() {
    try {
      return Long.toString(SqliteFile.bytes(writing()));
    } catch (SQLException | UnderstudyException e) {
      return "too many";
    }
  }

  private String reason(SQLiteException failure) {
    return switch (failure.getResultCode()) {
      case SQLITE_FULL ->
          maxBytes > 0
              ? "full: it has %s bytes (expected: below store.max_bytes = %d)"
                  .formatted(bytes(), maxBytes)
              : "full (expected: room on its disk)";
      case SQLITE_READONLY, SQLITE_CANTOPEN ->
          "cannot be written (expected: a file of this user's)";
      case SQLITE_CORRUPT, SQLITE_NOTADB -> StoreFailure.DAMAGED + failure.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
