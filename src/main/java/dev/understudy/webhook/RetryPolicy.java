package dev.understudy.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/**
 * When a message that was not taken is sent again: after a delay that doubles with each attempt, of
 * which the second half is drawn, so that many do not come at once.
 *
 * @param first after the first failure
 * @param longest no delay is longer, but what a receiver asks for
 * @param giveUp so long after its first attempt a message is given up
 * @param disable a webhook that has failed for so long is disabled
 * @param random from 0 to below 1
 */
public record RetryPolicy(
    Duration first, Duration longest, Duration giveUp, Duration disable, DoubleSupplier random) {

  /** A receiver that asks for more is not believed. */
  static final Duration LONGEST_ASKED = Duration.ofDays(1);

  private static final int MOST_DOUBLINGS = 40;

  /**
   * How long to wait.
   *
   * @param failures how many attempts have failed, from 1
   */
  Duration delay(int failures) {
    double doubled = (double) first.toNanos() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
    double whole = Math.min(doubled, (double) longest.toNanos());
    return Duration.ofNanos(Math.round(whole * (1 + random.getAsDouble()) / 2));
  }

  /**
   * When to try again: not before the receiver asks for it, else at the latest when it is to be
   * given up.
   *
   * @param begun when the message was tried first
   * @param asked what {@code Retry-After} says; zero for nothing
   */
  Instant next(Instant now, Instant begun, int failures, Duration asked) {
    Instant end = begun.plus(giveUp);
    Instant drawn = now.plus(delay(failures));
    Instant next = drawn.isAfter(end) && end.isAfter(now) ? end : drawn;
    Instant wanted = now.plus(asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked);
    return wanted.isAfter(next) ? wanted : next;
  }
}
