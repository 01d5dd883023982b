package dev.understudy.source;

import io.vertx.core.Vertx;
import java.time.Duration;

/** By what sources wait; tests move it themselves. */
@FunctionalInterface
public interface SourceTimers {

  /**
   * Runs a task on the calling event loop.
   *
   * @return unless that is called before
   */
  Runnable after(Duration delay, Runnable task);

  /** The timers of that Vert.x. */
  static SourceTimers of(Vertx vertx) {
    return (delay, task) -> {
      long timer = vertx.setTimer(Math.max(1, delay.toMillis()), due -> task.run());
      return () -> vertx.cancelTimer(timer);
    };
  }
}
