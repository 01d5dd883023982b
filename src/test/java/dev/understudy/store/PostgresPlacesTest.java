package dev.understudy.store;

/** The same in PostgreSQL. */
class PostgresPlacesTest extends PlacesTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String url = postgres.url(postgres.newDatabase());

  @Override
  SqlDatabase newDatabase() {
    return new PostgresDatabase(vertx, PostgresUrl.of(url), folder);
  }
}
