package dev.understudy.http;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * By when the bodies of requests have to be there. Nearly all come with their heads, so there is
 * one timer for all that are awaited, not one for each. Confined to one event loop.
 */
final class BodyDeadlines {

  private final long longestNanos;
  private final Consumer<RoutingContext> late;
  private final Map<RoutingContext, Long> dueNanos = new LinkedHashMap<>();
  private boolean armed;

  /**
   * Deadlines of one event loop.
   *
   * @param longest how long a body may take to come
   * @param late is told of each that took longer
   */
  BodyDeadlines(Duration longest, Consumer<RoutingContext> late) {
    this.longestNanos = longest.toNanos();
    this.late = late;
  }

  /** Awaits the body of a request from now on. */
  void await(RoutingContext context) {
    dueNanos.put(context, System.nanoTime() + longestNanos);
    context.request().end().onComplete(ended -> dueNanos.remove(context));
    if (!armed) {
      arm(context, longestNanos);
    }
  }

  private void arm(RoutingContext context, long delayNanos) {
    armed = true;
    long millis = TimeUnit.NANOSECONDS.toMillis(delayNanos) + 1;
    context.vertx().setTimer(millis, due -> check());
  }

  /** All have the same time, so the first in the order of arrival is the first due. */
  private void check() {
    armed = false;
    long now = System.nanoTime();
    while (!dueNanos.isEmpty()) {
      Map.Entry<RoutingContext, Long> first = dueNanos.entrySet().iterator().next();
      long left = first.getValue() - now;
      if (left > 0) {
        arm(first.getKey(), left);
        return;
      }
      dueNanos.remove(first.getKey());
      late.accept(first.getKey());
    }
  }
}
