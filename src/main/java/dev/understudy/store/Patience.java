package dev.understudy.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A bound on how long something is waited for that may never end. */
final class Patience {

  private Patience() {}

  /**
   * The same, or a {@link TimeoutException}.
   *
   * @param late what to do with a result that comes after all
   */
  static <T> Future<T> with(Vertx vertx, int seconds, Future<T> future, Consumer<T> late) {
    Promise<T> done = Promise.promise();
    long timer =
        vertx.setTimer(
            TimeUnit.SECONDS.toMillis(seconds),
            passed -> done.tryFail(new TimeoutException("no answer in " + seconds + " s")));
    future.onComplete(
        (result, failure) -> {
          vertx.cancelTimer(timer);
          if (failure != null) {
            done.tryFail(failure);
          } else if (!done.tryComplete(result)) {
            late.accept(result);
          }
        });
    return done.future();
  }
}
