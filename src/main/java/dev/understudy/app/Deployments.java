package dev.understudy.app;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** The parts that run, of which the last started is the first to stop. Safe on any thread. */
final class Deployments {

  private final Vertx vertx;
  private final Deque<String> running = new ConcurrentLinkedDeque<>();

  Deployments(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Starts a part. */
  Future<String> deploy(Supplier<? extends Deployable> verticle, DeploymentOptions options) {
    return vertx.deployVerticle(verticle, options).onSuccess(running::push);
  }

  /** Stops all parts, one after the other, whatever becomes of each. */
  Future<Void> undeploy() {
    String last = running.poll();
    return last == null
        ? Future.succeededFuture()
        : vertx.undeploy(last).eventually(this::undeploy);
  }
}
