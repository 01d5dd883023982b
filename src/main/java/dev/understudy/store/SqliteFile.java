package dev.understudy.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file of a database with the log of its writes beside it. Blocks. */
final class SqliteFile {

  static final String NAME = "understudy.db";

  static final int PAGE_BYTES = 4096;

  private static final Set<SQLiteErrorCode> DAMAGED =
      Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

  private SqliteFile() {}

  /**
   * Why it cannot be opened though there has been one: SQLite would make an empty one in its place,
   * and delete the log of its writes.
   *
   * @param last the head that is remembered of it; null for none
   * @return null when it is there, or there never was one
   */
  static @Nullable String missing(Path file, @Nullable Head last) throws IOException {
    Path log = file.resolveSibling(NAME + "-wal");
    boolean isLogged = hasContent(log);
    if (hasContent(file) || (last == null && !isLogged)) {
      return null;
    }
    String what = Files.exists(file) ? "nothing in it" : "no " + NAME + " in " + file.getParent();
    String though = last == null ? log.getFileName() + " is" : last + " was acknowledged";
    return "there is %s, though %s (expected: put it back, with the %s and the head that belong to it)"
        .formatted(what, though, log.getFileName());
  }

  static boolean hasContent(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
  }

  /**
   * Why it cannot be relied on, wherever in it; null for nothing. Neither does this see a row that
   * was changed for another, nor an index that was: hashes do. Takes 1.6 s where there are a
   * million revisions, 1.6 GB.
   */
  static @Nullable String damage(Path file) throws SQLException, IOException {
    try (Connection connection = asItIs(file);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
      String first = found.next() ? found.getString(1) : "nothing can be checked";
      return first.equals("ok")
          ? null
          : StoreFailure.DAMAGED + first.replaceAll("\\s*\\R\\s*", " ");
    } catch (SQLiteException e) {
      if (!isDamage(e)) {
        throw e;
      }
      return StoreFailure.DAMAGED + e.getMessage();
    }
  }

  static boolean isDamage(SQLiteException failure) {
    return DAMAGED.contains(failure.getResultCode());
  }

  /** A connection that reads what is left: also of a file that is shorter than it should be. */
  static Connection asItIs(Path file) throws SQLException, IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    // Without a log to be read, so that none is made.
    boolean isLogged = hasContent(file.resolveSibling(file.getFileName() + "-wal"));
    Connection connection =
        config.createConnection(
            "jdbc:sqlite:file:" + file.toUri().getRawPath() + (isLogged ? "" : "?immutable=1"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA writable_schema = ON");
    }
    return connection;
  }

  /**
   * A connection to a damaged file, where {@code changes} is read without its index if that is
   * damaged and the rows are not.
   */
  static Connection damaged(Path file) throws SQLException, IOException {
    Connection connection = asItIs(file);
    if (!canRead(connection, "count(*) FROM changes INDEXED BY sqlite_autoindex_changes_1")
        && canRead(connection, "sum(length(definition)) FROM changes NOT INDEXED")) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TEMP VIEW changes AS SELECT * FROM main.changes NOT INDEXED");
      }
    }
    return connection;
  }

  private static boolean canRead(Connection connection, String what) {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT " + what)) {
      return found.next();
    } catch (SQLException damaged) {
      return false;
    }
  }

  /** How large it is with what its log adds, which is not in it yet. */
  static long bytes(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA page_count")) {
      found.next();
      return found.getLong(1) * PAGE_BYTES;
    }
  }

  /** A connection that writes; it makes the file where there is none. */
  static Connection connect(String file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setGetGeneratedKeys(false); // they would be asked for after each insert
    config.setBusyTimeout(5_000); // for those who look into the file with other programs
    return config.createConnection("jdbc:sqlite:" + file);
  }
}
