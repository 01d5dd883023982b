package dev.understudy.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A thread that may block. Tasks run one after the other, in the order in which they were asked
 * for. Safe on any thread.
 */
final class StoreThread {

  /** What takes longer is warned of. */
  private static final int USUALLY_MINUTES = 10;

  private final WorkerExecutor thread;

  /** A thread that is begun when it is needed. */
  StoreThread(Vertx vertx, String name) {
    thread = vertx.createSharedWorkerExecutor(name, 1, USUALLY_MINUTES, TimeUnit.MINUTES);
  }

  /**
   * Runs a task.
   *
   * @return completes on the caller's context
   */
  <T> Future<T> call(Callable<T> task) {
    // Not ordered by the context, which would hold all threads that it calls to one order: this one
    // has its own, as it is one.
    try {
      return thread.executeBlocking(task, false);
    } catch (RejectedExecutionException ended) {
      return Future.failedFuture(StoreFailure.of("the store is closed (expected: open)"));
    }
  }

  /** Ends it, after what it is doing. */
  Future<Void> close() {
    return thread.close();
  }
}
