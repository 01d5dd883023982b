package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the data folder, or memory. Writes have a connection and a thread of their own, and so
 * have reads, which see the last commit. What writes is done when its commit is on the disk, which
 * a third thread waits for.
 */
final class SqliteDatabase implements SqlDatabase {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);

  private final StoreThread writes;
  private final StoreThread reads;
  private final StoreThread syncs;
  private final @Nullable SqliteFolder folder;
  private final long maxBytes;
  private final UnaryOperator<CommitSync.Disk> disks;
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
    this.folder = dir == null ? null : new SqliteFolder(dir);
    this.maxBytes = maxBytes;
    String name = "understudy-store-" + System.identityHashCode(this); // there may be several
    this.writes = new StoreThread(vertx, name);
    this.reads = dir == null ? writes : new StoreThread(vertx, name + "-reads");
    this.syncs = dir == null ? writes : new StoreThread(vertx, name + "-syncs");
    this.checkpoints = new SqliteCheckpoints(writes, reads);
  }

  @Override
  public String name() {
    return folder == null ? "the store in memory" : "store " + folder.file();
  }

  @Override
  public Future<Opened> open() {
    return writes.call(told(this::openNow));
  }

  private Opened openNow() throws SQLException, IOException {
    if (folder == null) {
      return openMemory();
    }
    SqliteFolder.Found found = folder.open();
    Opened opened = use(found.connections(), found.remembered());
    limitIfOpen();
    return opened;
  }

  private Opened openMemory() throws SQLException {
    return use(SqliteConnections.inMemory(), null);
  }

  private void limitIfOpen() throws SQLException {
    SqliteConnections opened = open(connections);
    if (opened.writing() != null) {
      opened.limit(maxBytes);
      warnIfFull();
    }
  }

  @Override
  public Future<Opened> openToRead() {
    return writes.call(told(this::openToReadNow));
  }

  private Opened openToReadNow() throws SQLException, IOException {
    if (folder == null) {
      return openMemory();
    }
    SqliteFolder.Found found = folder.openToRead();
    return use(found.connections(), found.remembered());
  }

  private Opened use(SqliteConnections opened, @Nullable Head remembered) {
    connections = opened;
    Connection writing = opened.writing();
    writer = writing == null ? null : new SqliteSession(writing);
    reader = opened.reading().equals(writing) ? writer : new SqliteSession(opened.reading());
    WriteAheadLog log = opened.log();
    sync = log == null ? null : new CommitSync(syncs, disks.apply(log));
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
    return kept(() -> transaction(work), done -> {});
  }

  @Override
  public <T> Future<T> settle(Function<SqlSession, Future<T>> work) {
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
          open(connections).limit(0);
          try {
            return transaction(work);
          } finally {
            open(connections).limit(maxBytes);
          }
        },
        done -> {});
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
          if (folder != null) {
            folder.remember(moved);
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
    return reads.call(told(() -> open(reader).run(work)));
  }

  private <T> T transaction(Function<SqlSession, Future<T>> work) {
    try {
      return open(writer).transaction(work);
    } catch (SQLException | RuntimeException e) {
      throw failure(e);
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
    return writes.call(told(() -> salvageNow(open(folder), state.head().revision())));
  }

  private String salvageNow(SqliteFolder from, long lastRevision) throws IOException, SQLException {
    closeConnections();
    Path aside = from.setAside(lastRevision);
    use(SqliteConnections.open(from.file()), null);
    from.fill(writing(), aside, lastRevision);
    limitIfOpen();
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
                      if (folder != null) {
                        folder.close();
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

  /** The same task, whose failure says what to do. */
  private <T> Callable<T> told(Callable<T> task) {
    return () -> {
      try {
        return task.call();
      } catch (SQLException | IOException | RuntimeException e) {
        throw failure(e);
      }
    };
  }

  private UnderstudyException failure(Exception cause) {
    return SqliteFailure.of(name(), cause, maxBytes, connections);
  }
}
