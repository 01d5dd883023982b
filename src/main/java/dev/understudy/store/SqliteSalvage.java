package dev.understudy.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what is good out of a damaged file. Blocks. */
final class SqliteSalvage {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteSalvage.class);

  /** What belongs to a database: it, and what is its log. */
  private static final List<String> PARTS = List.of("", "-wal", "-shm");

  /** Of tables that are not of revisions. */
  private static final long ALL = -1;

  private SqliteSalvage() {}

  /**
   * Moves a database away, with the files that belong to it.
   *
   * @return where it is now
   */
  static Path setAside(Path file, long lastRevision) throws IOException {
    String wanted = file.getFileName() + ".lost-after-" + lastRevision;
    Path aside = file.resolveSibling(wanted);
    for (int i = 2; isTaken(aside); i++) {
      aside = file.resolveSibling(wanted + "-" + i);
    }
    for (String suffix : PARTS) {
      Path part = file.resolveSibling(file.getFileName() + suffix);
      if (Files.exists(part)) {
        Files.move(part, file.resolveSibling(aside.getFileName() + suffix));
      }
    }
    return aside;
  }

  private static boolean isTaken(Path file) {
    return PARTS.stream()
        .anyMatch(suffix -> Files.exists(file.resolveSibling(file.getFileName() + suffix)));
  }

  /** Copies the log up to a revision, and what can be read of the rest. */
  static void copy(Path from, Connection to, long lastRevision) throws SQLException, IOException {
    if (!Files.exists(from)) {
      return;
    }
    try (Connection lost = SqliteFile.damaged(from)) {
      if (lastRevision > 0) {
        for (String table : List.of("revisions", "changes")) {
          copy(table, lost, to, lastRevision);
        }
      }
      for (String table :
          List.of(
              "usage",
              "usage_batches",
              "learned_matches",
              "webhooks",
              "webhook_attempts",
              "sources")) {
        try {
          copy(table, lost, to, ALL);
        } catch (SQLException damaged) {
          LOG.warn("{}: {} cannot be read to its end: {}", from, table, damaged.getMessage());
        }
      }
    }
  }

  private static void copy(String table, Connection from, Connection to, long lastRevision)
      throws SQLException {
    String order = lastRevision == ALL ? "" : " ORDER BY revision";
    try (Statement statement = from.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + table + order)) {
      int columns = rows.getMetaData().getColumnCount();
      String values = String.join(", ", Collections.nCopies(columns, "?"));
      try (PreparedStatement insert =
          to.prepareStatement("INSERT INTO " + table + " VALUES (" + values + ")")) {
        while (lastRevision == ALL
            ? rows.next()
            : isNext(rows) && isUpTo(lastRevision, rows.getLong(1))) {
          for (int column = 1; column <= columns; column++) {
            insert.setObject(column, rows.getObject(column));
          }
          insert.executeUpdate();
        }
      }
    }
  }

  /** In a damaged page a number may be read as null, which is 0. */
  private static boolean isUpTo(long last, long revision) {
    return revision > 0 && revision <= last;
  }

  /** What is damaged begins where reading fails; all that is wanted comes before it. */
  private static boolean isNext(ResultSet rows) {
    try {
      return rows.next();
    } catch (SQLException damaged) {
      return false;
    }
  }
}
