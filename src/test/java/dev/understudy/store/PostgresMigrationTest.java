package dev.understudy.store;

/** The same in PostgreSQL. */
class PostgresMigrationTest extends MigrationTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private String name = postgres.newDatabase();

  @Override
  String dialect() {
    return "postgresql";
  }

  @Override
  String jdbcUrl() {
    return postgres.jdbcUrl(name);
  }

  @Override
  void moveOn() {
    name = postgres.newDatabase();
  }

  @Override
  SqlDatabase newDatabase() {
    return new PostgresDatabase(vertx, PostgresUrl.of(postgres.url(name)), folder);
  }
}
