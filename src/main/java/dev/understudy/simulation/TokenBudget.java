package dev.understudy.simulation;

import dev.understudy.model.UnderstudyException;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Admission control: bounds how many tokens a second the streams of a server are to send together,
 * so that its event loops are not asked for more than they can send and no stream is late for
 * another. A stream counts with the rate of its plan, from its admission to its end, however that
 * comes; one whose tokens are all due at once has no rate and is left to the {@link Pacer}'s turns.
 *
 * <p>One for all event loops. Time is what callers say it is. Safe on any thread; the lock is held
 * for microseconds.
 */
public final class TokenBudget {

  private static final double MILLIS = 1e3;

  private final int mostPerSecond;
  private final TreeSet<Share> byEnd =
      new TreeSet<>(
          Comparator.<Share, Long>comparing(share -> share.endNanos, TokenBudget::compareReadings)
              .thenComparingLong(share -> share.number));
  private long admittedMillis;
  private long shares;

  /**
   * A budget of which nothing is used.
   *
   * @param mostPerSecond tokens a second, from 1; 0 for no bound
   */
  public TokenBudget(int mostPerSecond) {
    this.mostPerSecond = mostPerSecond;
  }

  /** Clock readings are compared by their difference, as {@link System#nanoTime} demands. */
  private static int compareReadings(long one, long other) {
    return Long.signum(one - other);
  }

  /**
   * Takes a stream in. One that is above the bound by itself is taken when there is no other, as it
   * would never be else.
   *
   * @param t0Nanos the start that its offsets count from
   * @param nowNanos the same clock's reading
   * @return gives the rate back when it is run; more often is without effect
   * @throws UnderstudyException OVERLOADED when the streams together would be above the bound; it
   *     says when enough of those that are played will have ended
   */
  public synchronized Runnable admit(TokenSchedule schedule, long t0Nanos, long nowNanos) {
    // Thousandths of a token, so that sums are exact.
    long rateMillis = Math.round(schedule.tokensPerSecond() * MILLIS);
    if (rateMillis == 0) {
      return () -> {};
    }
    long mostMillis = mostPerSecond * (long) MILLIS;
    if (mostMillis > 0 && !byEnd.isEmpty() && admittedMillis + rateMillis > mostMillis) {
      throw refusal(rateMillis, nowNanos);
    }
    Share share = new Share(rateMillis, t0Nanos + schedule.durationNanos(), shares++);
    byEnd.add(share);
    admittedMillis += rateMillis;
    return () -> release(share);
  }

  private synchronized void release(Share share) {
    if (byEnd.remove(share)) {
      admittedMillis -= share.rateMillis;
    }
  }

  private UnderstudyException refusal(long rateMillis, long nowNanos) {
    String message =
        String.format(
            Locale.ROOT,
            "token rate: streams of %.1f tokens a second are being sent, this one would add %.1f (expected: together at most simulation.max_tokens_per_second, %d)",
            admittedMillis / MILLIS,
            rateMillis / MILLIS,
            mostPerSecond);
    return UnderstudyException.overloaded(message, roomNanos(rateMillis) - nowNanos);
  }

  /** When so many of the streams will have ended that there is room for that rate. */
  private long roomNanos(long rateMillis) {
    long left = admittedMillis;
    long endNanos = byEnd.first().endNanos;
    for (Share share : byEnd) {
      if (left == 0 || left + rateMillis <= mostPerSecond * (long) MILLIS) {
        break;
      }
      left -= share.rateMillis;
      endNanos = share.endNanos;
    }
    return endNanos;
  }

  /** The planned rate of the streams that are being played, in tokens a second. */
  public synchronized double admittedPerSecond() {
    return admittedMillis / MILLIS;
  }

  private record Share(long rateMillis, long endNanos, long number) {}
}
