package dev.understudy.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The file of a database with the log of its writes beside it. Blocks. */
final class SqliteFile {

  static final String NAME = "understudy.db";

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

  private static boolean hasContent(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
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
