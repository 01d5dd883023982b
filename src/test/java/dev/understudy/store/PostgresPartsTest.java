package dev.understudy.store;

/** Beside the log in a PostgreSQL. */
class PostgresPartsTest extends StorePartsContract {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String url = postgres.url(postgres.newDatabase());

  @Override
  Store newStore() {
    return Store.postgresql(vertx, url, dir, () -> "epoch");
  }
}
