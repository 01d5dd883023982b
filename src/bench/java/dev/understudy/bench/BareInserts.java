package dev.understudy.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One writer that inserts one row at a time and waits for each to be on the disk: what a store does
 * without grouping, with a row as long as that of a model, and the same settings and keys.
 */
final class BareInserts {

  private static final String BODY = "x".repeat(1_000);
  private static final int NAMES = 1_000;

  private BareInserts() {}

  /** Rows a second; the first half of the time does not count. */
  static double perSecond(Path file, double seconds) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement setup = connection.createStatement()) {
      setup.executeQuery("PRAGMA journal_mode = WAL").close();
      setup.execute("PRAGMA synchronous = FULL");
      setup.execute(
          "CREATE TABLE changes (revision INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT,"
              + " name TEXT, definition TEXT, PRIMARY KEY (revision, position))");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO changes VALUES (?, 0, 'updated', ?, ?)")) {
        insert.setString(3, BODY);
        insert(insert, 0, seconds / 2);
        return insert(insert, 1L << 32, seconds / 2);
      }
    }
  }

  private static double insert(PreparedStatement insert, long from, double seconds)
      throws SQLException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    long now = start;
    long count = 0;
    while (now < end) {
      insert.setLong(1, from + count);
      insert.setString(2, SyntheticModels.id((int) (count % NAMES)));
      insert.executeUpdate();
      count++;
      now = System.nanoTime();
    }
    return count / ((now - start) / 1e9);
  }
}
