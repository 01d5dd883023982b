package dev.understudy.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a model was used for in one hour, or what has to be added to that. Immutable.
 *
 * @param model its id, or {@link UsageLedger#OTHER}
 * @param hour its beginning, a whole hour in UTC
 * @param counts what was used
 */
public record HourlyUsage(String model, Instant hour, UsageCounts counts) {

  /** Refuses what is no whole hour. */
  public HourlyUsage {
    if (!hour.equals(hour.truncatedTo(ChronoUnit.HOURS))) {
      throw new IllegalArgumentException("hour: " + hour + " (expected: a whole hour in UTC)");
    }
  }
}
