package dev.understudy.app;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Wakes the registry when the next status follows its date. Confined to its event loop. */
final class StatusTimer {

  /** A clock may be set, so a far date is looked at again. */
  static final Duration LONGEST = Duration.ofDays(1);

  private final Vertx vertx;
  private final Clock clock;
  private final Runnable wake;
  private long timer = -1;

  /**
   * A timer that is not set.
   *
   * @param wake called at the date, or before it, once after each {@link #set}
   */
  StatusTimer(Vertx vertx, Clock clock, Runnable wake) {
    this.vertx = vertx;
    this.clock = clock;
    this.wake = wake;
  }

  /** Wakes at that moment instead of the one set before; never when there is none. */
  void set(Optional<Instant> next) {
    vertx.cancelTimer(timer);
    next.ifPresent(
        at -> timer = vertx.setTimer(delayMillis(clock.instant(), at), late -> wake.run()));
  }

  /** Whole milliseconds, rounded up: to wake early is to wake twice. */
  static long delayMillis(Instant now, Instant at) {
    Duration delay = Duration.between(now, at);
    return delay.compareTo(LONGEST) > 0
        ? LONGEST.toMillis()
        : Math.max(1, delay.plusNanos(999_999).toMillis());
  }
}
