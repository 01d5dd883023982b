package dev.understudy.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Function;

/** One more event loop that serves HTTP, from the registry's snapshot. */
final class HttpVerticle extends VerticleBase {

  private final Function<Vertx, HttpListener> listeners;

  HttpVerticle(Function<Vertx, HttpListener> listeners) {
    this.listeners = listeners;
  }

  @Override
  public Future<?> start() {
    return listeners.apply(vertx).start();
  }
}
