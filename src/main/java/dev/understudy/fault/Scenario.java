package dev.understudy.fault;

import dev.understudy.json.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Disturbances over time. Immutable.
 *
 * @param name for people
 * @param models whose latencies follow the daily curve
 * @param phases in any order; where some overlap, factors are multiplied and faults added
 * @param daily a factor on latencies for each hour of the day in UTC, with straight lines between
 *     the hours; empty for none
 */
public record Scenario(String name, Glob models, List<Phase> phases, List<Double> daily) {

  static final int HOURS = 24;
  private static final double NANOS_PER_HOUR = TimeUnit.HOURS.toNanos(1);

  /** Copies the lists. */
  public Scenario {
    phases = List.copyOf(phases);
    daily = List.copyOf(daily);
  }

  /** When the last phase is over. */
  public long endNanos() {
    return phases.stream().mapToLong(Phase::toNanos).max().orElse(0);
  }

  /** Whether it goes on until it is stopped, as a daily curve does. */
  public boolean isEndless() {
    return !daily.isEmpty();
  }

  /** Whether nothing of it is left. */
  public boolean isOver(long elapsedNanos) {
    return !isEndless() && elapsedNanos >= endNanos();
  }

  /**
   * The factor of the daily curve; 1 without one.
   *
   * @param nanosOfDay after any midnight in UTC
   */
  public double dailyFactor(long nanosOfDay) {
    if (daily.isEmpty()) {
      return 1;
    }
    double hours = nanosOfDay / NANOS_PER_HOUR % HOURS;
    int hour = (int) hours;
    double from = daily.get(hour);
    double to = daily.get((hour + 1) % HOURS);
    return from + (hours - hour) * (to - from);
  }

  /** What it does to a model then. */
  InForce inForce(String model, long elapsedNanos, long nanosOfDay) {
    boolean curved = isEndless() && models.matches(model);
    double factor = curved ? dailyFactor(nanosOfDay) : 1;
    List<FaultSpec> faults = new ArrayList<>();
    boolean any = curved;
    for (Phase phase : phases) {
      if (phase.holdsAt(elapsedNanos) && phase.models().matches(model)) {
        any = true;
        factor *= phase.factorAt(elapsedNanos);
        faults.addAll(phase.faults());
      }
    }
    return any
        ? new InForce(String.format(Locale.ROOT, "%s; factor=%.2f", name, factor), factor, faults)
        : InForce.NOTHING;
  }
}
