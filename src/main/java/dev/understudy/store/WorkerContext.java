package dev.understudy.store;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that may be kept busy, and on which what was begun there goes on: answers of a client
 * that was called on it come back to it, not to an event loop. Safe on any thread.
 */
final class WorkerContext {

  private static final int CLOSE_SECONDS = 5;

  private final Vertx vertx;
  private final String name;
  private volatile @Nullable Context context;
  private @Nullable String deployment;

  WorkerContext(Vertx vertx, String name) {
    this.vertx = vertx;
    this.name = name;
  }

  /** Takes its thread; when it has one already that is kept. */
  Future<Void> open() {
    if (context != null) {
      return Future.succeededFuture();
    }
    DeploymentOptions options =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName(name)
            .setWorkerPoolSize(1);
    return vertx.deployVerticle(new Owner(), options).onSuccess(id -> deployment = id).mapEmpty();
  }

  /**
   * Runs a task on it.
   *
   * @return completes with what the task does, on the caller's context
   */
  <T> Future<T> call(Supplier<Future<T>> task) {
    Context own = context;
    if (own == null) {
      return Future.failedFuture(StoreFailure.of(name + ": closed (expected: open)"));
    }
    Context caller = vertx.getOrCreateContext();
    Promise<T> done = Promise.promise();
    own.runOnContext(
        run ->
            Future.succeededFuture()
                .compose(ready -> task.get())
                .onComplete(
                    (result, failure) ->
                        caller.runOnContext(back -> done.complete(result, failure))));
    return done.future();
  }

  /** Gives the thread back. What was begun on it and does not end is waited for in vain. */
  Future<Void> close() {
    String open = deployment;
    deployment = null;
    return open == null
        ? Future.succeededFuture()
        : Patience.with(vertx, CLOSE_SECONDS, vertx.undeploy(open), late -> {});
  }

  private final class Owner extends VerticleBase {
    @Override
    public Future<?> start() {
      WorkerContext.this.context = context;
      return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
      WorkerContext.this.context = null;
      return Future.succeededFuture();
    }
  }
}
