package dev.understudy.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Function;

/** One more event loop that serves HTTP, from the registry's snapshot. */
final class HttpVerticle extends VerticleBase {

  private final Function<Vertx, HttpListener> factory;
  private HttpListener listener;

  HttpVerticle(Function<Vertx, HttpListener> factory) {
    this.factory = factory;
  }

  @Override
  public Future<?> start() {
    listener = factory.apply(vertx);
    return listener.start();
  }

  @Override
  public Future<?> stop() {
    return listener.stop();
  }
}
