package dev.understudy.usage;

import dev.understudy.model.UnderstudyException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time of which usage is asked, in whole hours of UTC: {@code from} is rounded down, {@code to}
 * up. Immutable.
 *
 * @param from its beginning, 1970 to 9999; null for 24 hours before its end
 * @param to its end, the first moment that does not belong to it; null for the end of this hour
 * @param stepHours how long each of its periods is, from 1: they begin at whole multiples after
 *     1970, the first at {@code from}, so those of 24 hours are days; 0 for one period
 */
public record UsageSpan(@Nullable Instant from, @Nullable Instant to, int stepHours) {

  /** The last 24 hours, hour by hour. */
  public static final UsageSpan LAST_DAY = new UsageSpan(null, null, 1);

  /** How many periods are told at most: more than 90 days of hours. */
  public static final int MOST_PERIODS = 3_000;

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final Duration USUAL = Duration.ofHours(24);

  /**
   * Refuses times that are none.
   *
   * @throws UnderstudyException INVALID_REQUEST
   */
  public UsageSpan {
    check("from", from);
    check("to", to);
    if (stepHours < 0) {
      throw UnderstudyException.invalid("step", stepHours, "hours from 1, or 0 for the total");
    }
  }

  private static void check(String name, @Nullable Instant time) {
    if (time != null && (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST))) {
      throw UnderstudyException.invalid(name, time, "a time from 1970 to 9999");
    }
  }

  /**
   * The same with a beginning and an end, in whole hours.
   *
   * @throws UnderstudyException INVALID_REQUEST when it ends before it begins, or has too many
   *     periods
   */
  Hours at(Instant now) {
    Instant end =
        to == null
            ? now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS)
            : to.plusNanos(3_599_999_999_999L).truncatedTo(ChronoUnit.HOURS);
    Instant start = (from == null ? end.minus(USUAL) : from).truncatedTo(ChronoUnit.HOURS);
    if (!start.isBefore(end)) {
      throw UnderstudyException.invalid("from", from, "a time before to (" + end + ")");
    }
    Hours hours = new Hours(start, end, stepHours);
    if (hours.periods() > MOST_PERIODS) {
      throw UnderstudyException.invalid(
          "step",
          stepHours + " h",
          "at most %d periods from %s to %s, not %d"
              .formatted(MOST_PERIODS, start, end, hours.periods()));
    }
    return hours;
  }

  /** A span whose ends are whole hours. */
  record Hours(Instant from, Instant to, int stepHours) {

    private static final long HOUR_SECONDS = 3_600;

    /** In which period an hour is, from 0. */
    int periodOf(Instant hour) {
      return stepHours == 0 ? 0 : (int) (multiple(hour) - multiple(from));
    }

    long periods() {
      return stepHours == 0 ? 1 : multiple(to.minusSeconds(1)) - multiple(from) + 1;
    }

    private long multiple(Instant time) {
      return Math.floorDiv(time.getEpochSecond(), HOUR_SECONDS * stepHours);
    }

    /** When a period begins; that after the last one at the end. */
    Instant start(int period) {
      if (period == 0) {
        return from;
      }
      return period == periods()
          ? to
          : Instant.ofEpochSecond((multiple(from) + period) * HOUR_SECONDS * stepHours);
    }
  }
}
