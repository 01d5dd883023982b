package dev.understudy.store;

/** The log that ends with the server. */
class MemoryLogTest extends RevisionLogContract {

  @Override
  RevisionLog log() {
    return Store.inMemory(vertx, this::newEpoch).log();
  }
}
