package dev.understudy.store;

/** The log in a PostgreSQL. */
class PostgresLogTest extends KeptLogContract {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.newDatabase();

  @Override
  RevisionLog log() {
    return Store.postgresql(vertx, postgres.url(database), dir, this::newEpoch).log();
  }

  @Override
  void rewrite(String beginning) throws Exception {
    Tampering.rewrite(postgres.connect(database), dir, beginning);
  }
}
