package dev.understudy.usage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model, or all, was used for over some time. Immutable.
 *
 * @param model its id; null for all models
 * @param total over all periods
 * @param periods one after the other without a gap, those without requests too
 */
public record UsageReport(@Nullable String model, UsageCounts total, List<Period> periods) {

  /** Copies the list, which is never empty. */
  public UsageReport {
    periods = List.copyOf(periods);
  }

  /**
   * What was used in some hours.
   *
   * @param from their beginning
   * @param to their end, the first moment that does not belong to them
   */
  public record Period(Instant from, Instant to, UsageCounts counts) {}

  /** When the first period begins. */
  public Instant from() {
    return periods.get(0).from();
  }

  /** When the last period ends. */
  public Instant to() {
    return periods.get(periods.size() - 1).to();
  }
}
