package dev.understudy.store;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A server that has its log for itself. */
final class NoPeers implements Peers {

  @Override
  public boolean isPossible() {
    return false;
  }

  @Override
  public Future<Void> listen(LongConsumer moved) {
    return Future.succeededFuture(); // nobody else moves it
  }

  @Override
  public Future<Long> beat() {
    return Future.succeededFuture(0L);
  }

  @Override
  public Future<Boolean> lead(String url, boolean anew) {
    return Future.succeededFuture(true);
  }

  @Override
  public Future<Void> yieldLead() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Optional<String>> leader() {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
