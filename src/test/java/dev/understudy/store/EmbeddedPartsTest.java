package dev.understudy.store;

/** Beside the log in a file. */
class EmbeddedPartsTest extends StorePartsContract {

  @Override
  Store newStore() {
    return Store.embedded(vertx, dir, 0, () -> "epoch");
  }
}
