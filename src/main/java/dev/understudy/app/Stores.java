package dev.understudy.app;

import dev.understudy.config.ServerConfig;
import dev.understudy.store.RevisionLog;
import dev.understudy.store.SqlRevisionLog;
import io.vertx.core.Vertx;

/** The stores that can be configured. */
final class Stores {

  private Stores() {}

  static RevisionLog log(Vertx vertx, ServerConfig.Store store) {
    return switch (store.kind()) {
      case MEMORY -> SqlRevisionLog.inMemory(vertx, ModelRegistries::newEpoch);
      case EMBEDDED ->
          SqlRevisionLog.embedded(vertx, store.dir(), store.maxBytes(), ModelRegistries::newEpoch);
      case POSTGRESQL ->
          SqlRevisionLog.postgresql(vertx, store.url(), store.dir(), ModelRegistries::newEpoch);
    };
  }
}
