package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/** What SQLite says is wrong, as clients are told. */
final class SqliteFailure {

  private SqliteFailure() {}

  /**
   * In words that say what to do.
   *
   * @param store its name
   * @param maxBytes how large its file may become; 0 for no bound
   * @param connections null when it is closed
   */
  static UnderstudyException of(
      String store, Throwable cause, long maxBytes, @Nullable SqliteConnections connections) {
    if (cause instanceof UnderstudyException known) {
      return known;
    }
    if (cause instanceof SQLiteException sqlite) {
      return StoreFailure.of(store + ": " + reason(sqlite, maxBytes, connections));
    }
    return StoreFailure.of(
        cause instanceof HeadMovedException moved
            ? String.valueOf(moved.getMessage())
            : store + ": " + cause);
  }

  private static String reason(
      SQLiteException failure, long maxBytes, @Nullable SqliteConnections connections) {
    return switch (failure.getResultCode()) {
      case SQLITE_FULL ->
          maxBytes > 0
              ? "full: it has %s bytes (expected: below store.max_bytes = %d)"
                  .formatted(bytes(connections), maxBytes)
              : "full (expected: room on its disk)";
      case SQLITE_READONLY, SQLITE_CANTOPEN ->
          "cannot be written (expected: a file of this user's)";
      case SQLITE_CORRUPT, SQLITE_NOTADB -> StoreFailure.DAMAGED + failure.getMessage();
      default -> String.valueOf(failure.getMessage());
    };
  }

  private static String bytes(@Nullable SqliteConnections connections) {
    Connection writing = connections == null ? null : connections.writing();
    try {
      return writing == null ? "too many" : Long.toString(SqliteFile.bytes(writing));
    } catch (SQLException e) {
      return "too many";
    }
  }
}
