package dev.understudy.app;

import dev.understudy.config.ServerConfig;
import dev.understudy.store.Store;
import io.vertx.core.Vertx;

/** The stores that can be configured. */
final class Stores {

  private Stores() {}

  static Store of(Vertx vertx, ServerConfig.Store store) {
    return switch (store.kind()) {
      case MEMORY -> Store.inMemory(vertx, ModelRegistries::newEpoch);
      case EMBEDDED ->
          Store.embedded(vertx, store.dir(), store.maxBytes(), ModelRegistries::newEpoch);
      case POSTGRESQL ->
          Store.postgresql(vertx, store.url(), store.dir(), ModelRegistries::newEpoch);
    };
  }
}
