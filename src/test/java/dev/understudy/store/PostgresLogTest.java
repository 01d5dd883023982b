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
  void addUnknownField() throws Exception {
    Tampering.addUnknownField(postgres.connect(database), dir);
  }
}
