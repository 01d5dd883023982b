package dev.understudy.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/**
 * The connections to a database. Its methods block.
 *
 * @param writing null where it is only read
 * @param reading sees the last commit; in memory the one that writes
 * @param log what the one that writes does not bring to the disk; null where nothing is
 * @param damage why it is only read though it should be written; null for nothing
 */
record SqliteConnections(
    @Nullable Connection writing,
    Connection reading,
    @Nullable WriteAheadLog log,
    @Nullable String damage) {

  private static final String DIALECT = "sqlite";
  private static final String MEMORY = ":memory:";

  /**
   * With so many pages in its log the writer makes a checkpoint itself, which holds it up: when
   * those beside it cannot go on because something reads for long.
   */
  private static final int CHECKPOINT_PAGES = 64_000;

  /** As many as a file of SQLite may have. */
  private static final long MOST_PAGES = 4_294_967_294L;

  private static final int CACHE_KIBIBYTES = 32_768;

  static SqliteConnections inMemory() throws SQLException {
    Connection memory = SqliteFile.connect(MEMORY);
    try (Statement statement = memory.createStatement()) {
      for (String sql : Migrations.statements(DIALECT)) {
        statement.execute(sql);
      }
    }
    return new SqliteConnections(memory, memory, null, null);
  }

  /** Of a file that is not there. */
  static SqliteConnections none(String why) throws SQLException {
    return new SqliteConnections(null, SqliteFile.connect(MEMORY), null, why);
  }

  /** Of a file that is not to be changed. */
  static SqliteConnections toRead(Path file) throws SQLException, IOException {
    return asItIs(file, SqliteFile.damage(file));
  }

  private static SqliteConnections asItIs(Path file, @Nullable String damage)
      throws SQLException, IOException {
    Connection reading = damage == null ? SqliteFile.asItIs(file) : SqliteFile.damaged(file);
    return new SqliteConnections(null, reading, null, damage);
  }

  /** Of a file, which is made if need be; its tables are brought to what this program knows. */
  static SqliteConnections open(Path file) throws SQLException, IOException {
    String damage = SqliteFile.hasContent(file) ? SqliteFile.damage(file) : null;
    if (damage != null) {
      return asItIs(file, damage);
    }
    try {
      SqliteFile.connect(file.toString()).close();
      Migrations.run(DIALECT, "jdbc:sqlite:" + file, null, null);
    } catch (SQLiteException e) {
      if (!SqliteFile.isDamage(e)) {
        throw e;
      }
      return asItIs(file, StoreFailure.DAMAGED + e.getMessage());
    } catch (FlywayException e) {
      throw StoreFailure.of("store " + file + ": " + Migrations.reason(e));
    } catch (NullPointerException e) { // Flyway's, where a row of its table is damaged
      return asItIs(file, StoreFailure.DAMAGED + Migrations.reason(e));
    }
    Connection writing = SqliteFile.connect(file.toString());
    try (Statement statement = writing.createStatement()) {
      statement.execute("PRAGMA synchronous = NORMAL"); // commits are brought to the disk together
      statement.execute("PRAGMA cache_size = -" + CACHE_KIBIBYTES);
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
    Connection reading = SqliteFile.connect(file.toString());
    return new SqliteConnections(writing, reading, new WriteAheadLog(file), null);
  }

  /** Bounds the file, by 0 with nothing. SQLite takes no bound below what it has already. */
  void limit(long bytes) throws SQLException {
    long pages = bytes == 0 ? MOST_PAGES : Math.max(1, bytes / SqliteFile.PAGE_BYTES);
    if (writing != null) {
      try (Statement statement = writing.createStatement()) {
        statement.execute("PRAGMA max_page_count = " + pages);
      }
    }
  }

  void close() throws SQLException, IOException {
    if (log != null) {
      log.close();
    }
    reading.close();
    if (writing != null) {
      writing.close();
    }
  }
}
