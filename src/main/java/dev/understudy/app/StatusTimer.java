package dev.understudy.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wakes the registry when the next status follows its date. Confined to its event loop. */
final class StatusTimer {

  /** A clock may be set, so a far date is looked at again. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(StatusTimer.class);

  private final Vertx vertx;
  private final Clock clock;
  private final Duration retry;
  private final Supplier<Future<?>> wake;
  private long timer = -1;

  /**
   * A timer that is not set.
   *
   * @param retry after how long it wakes again when {@code wake} has failed, at least 1 ms
   * @param wake called at the date, or before it, once after each {@link #set}
   */
  StatusTimer(Vertx vertx, Clock clock, Duration retry, Supplier<Future<?>> wake) {
    this.vertx = vertx;
    this.clock = clock;
    this.retry = retry;
    this.wake = wake;
  }

  /** Wakes at that moment instead of the one set before; never when there is none. */
  void set(Optional<Instant> next) {
    vertx.cancelTimer(timer);
    next.ifPresent(at -> timer = vertx.setTimer(delayMillis(clock.instant(), at), late -> wake()));
  }

  /** A failure must not be the last call: dates go on. */
  private void wake() {
    Future.succeededFuture()
        .compose(now -> wake.get())
        .onFailure(
            e -> {
              LOG.error(
                  "statuses not refreshed (expected: they follow their dates); again in {}",
                  retry,
                  e);
              vertx.cancelTimer(timer);
              timer = vertx.setTimer(retry.toMillis(), late -> wake());
            });
  }

  /** Whole milliseconds, rounded up: to wake early is to wake twice. */
  static long delayMillis(Instant now, Instant at) {
    Duration delay = Duration.between(now, at);
    return delay.compareTo(LONGEST) > 0
        ? LONGEST.toMillis()
        : Math.max(1, delay.plusNanos(999_999).toMillis());
  }
}
