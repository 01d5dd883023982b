package dev.understudy.store;

import java.sql.DriverManager;

/** The log in a file. */
class EmbeddedLogTest extends KeptLogContract {

  @Override
  RevisionLog log() {
    return Store.embedded(vertx, dir, 0, this::newEpoch).log();
  }

  @Override
  void rewrite(String beginning) throws Exception {
    Tampering.rewrite(
        DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("understudy.db")), dir, beginning);
  }
}
