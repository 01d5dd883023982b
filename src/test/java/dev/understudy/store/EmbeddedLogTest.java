package dev.understudy.store;

import java.sql.DriverManager;

/** The log in a file. */
class EmbeddedLogTest extends KeptLogContract {

  @Override
  RevisionLog log() {
    return SqlRevisionLog.embedded(vertx, dir, 0, this::newEpoch);
  }

  @Override
  void addUnknownField() throws Exception {
    Tampering.addUnknownField(
        DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("understudy.db")), dir);
  }
}
