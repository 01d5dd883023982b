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
  public Future<Beat> beat() {
    return Future.succeededFuture(new Beat(0, true));
  }

  @Override
  public Future<Boolean> lead(String url) {
    return Future.succeededFuture(true);
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
