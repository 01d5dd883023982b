package dev.understudy.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what was written from the log of writes into the file, beside the writes, until little is
 * left. That the writer moves, as only then its log begins anew; all of it would hold up the writes
 * for as long as some thousand of them take. Called by the thread that writes.
 */
final class SqliteCheckpoints {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteCheckpoints.class);

  /** After so many revisions: rather seldom, as each page that moved is written once more. */
  private static final int REVISIONS = 32_768;

  /** While the first is under way much is written, during each after it less: little is left. */
  private static final int PASSES = 6;

  private final StoreThread writes;
  private final StoreThread reads;
  private long last;
  private volatile boolean isUnderWay;

  SqliteCheckpoints(StoreThread writes, StoreThread reads) {
    this.writes = writes;
    this.reads = reads;
  }

  /** Begins one where many revisions were written since the last. */
  void ifMany(long revision, Connection writing, Connection reading) {
    if (isUnderWay || revision - last < REVISIONS) {
      return;
    }
    last = revision;
    isUnderWay = true;
    reads
        .call(
            () -> {
              for (int pass = 0; pass < PASSES; pass++) {
                checkpoint(reading);
              }
              return null;
            })
        .compose(
            beside ->
                writes.call(
                    () -> {
                      checkpoint(writing);
                      return null;
                    }))
        .onComplete(
            (done, failure) -> {
              isUnderWay = false;
              if (failure != null) {
                LOG.debug("no checkpoint beside the writes", failure);
              }
            });
  }

  private static void checkpoint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }
  }
}
