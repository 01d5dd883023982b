package dev.understudy.store;

/** The same in PostgreSQL. */
class PostgresCompactionTest extends CompactionTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String url = postgres.url(postgres.newDatabase());

  @Override
  SqlDatabase newDatabase() {
    return new PostgresDatabase(vertx, PostgresUrl.of(url), folder);
  }
}
