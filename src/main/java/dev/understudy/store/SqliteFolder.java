package dev.understudy.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The data folder of a database: its file, and the head of the log, which is remembered apart from
 * it. Opens it as far as what is there allows. For one thread; blocks.
 */
final class SqliteFolder implements AutoCloseable {

  private static final String HEAD = "head";

  private final Path dir;
  private @Nullable RememberedHead head;

  SqliteFolder(Path dir) {
    this.dir = dir;
  }

  /**
   * How it was found.
   *
   * @param remembered the last head; never null
   */
  record Found(SqliteConnections connections, Head remembered) {}

  Path file() {
    return dir.resolve(SqliteFile.NAME);
  }

  /** Locks the folder and opens the file; both are made where they are not there. */
  Found open() throws SQLException, IOException {
    if (head == null) {
      head = RememberedHead.open(dir, HEAD);
    }
    Head last = head.read();
    String missing = SqliteFile.missing(file(), last);
    return found(
        missing == null ? SqliteConnections.open(file()) : SqliteConnections.none(missing), last);
  }

  /** Makes nothing; fails where there is no file, and never was one. */
  Found openToRead() throws SQLException, IOException {
    head = RememberedHead.openToRead(dir, HEAD);
    Head last = head.read();
    String missing = SqliteFile.missing(file(), last);
    if (missing != null) {
      return found(SqliteConnections.none(missing), last);
    }
    if (!SqliteFile.hasContent(file())) {
      throw StoreFailure.of(
          "there is no store in %s (expected: a folder that a server has kept its data in; --data names it)"
              .formatted(dir));
    }
    return found(SqliteConnections.toRead(file()), last);
  }

  private static Found found(SqliteConnections connections, @Nullable Head last) {
    return new Found(connections, last == null ? Head.MISSING : last);
  }

  /** Sets the file aside, which must be closed. Returns where it is then. */
  Path setAside(long lastRevision) throws IOException {
    return SqliteSalvage.setAside(file(), lastRevision);
  }

  /**
   * Fills a new file with what is good of one that was set aside.
   *
   * @param lastRevision up to which the log is good
   */
  void fill(Connection writing, Path aside, long lastRevision) throws SQLException, IOException {
    try (Statement statement = writing.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      SqliteSalvage.copy(aside, writing, lastRevision);
      statement.execute("COMMIT");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)"); // which brings it to the disk
    }
    if (head != null) {
      head.clear(); // not before: a start after a crash must not take this for a new store
    }
  }

  /** The log ends there now. */
  void remember(Head last) {
    if (head != null) {
      head.write(last);
    }
  }

  @Override
  public void close() throws IOException {
    if (head != null) {
      head.close();
    }
  }
}
