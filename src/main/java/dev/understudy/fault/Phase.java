package dev.understudy.fault;

import dev.understudy.json.Glob;
import java.util.List;

/**
 * A part of a scenario. Immutable.
 *
 * @param fromNanos when it begins, after the scenario's start
 * @param toNanos when it is over
 * @param models whose requests it meets
 * @param factorFrom on latencies at its beginning, above 0
 * @param factorTo at its end; a straight line leads there
 * @param faults what it injects
 */
public record Phase(
    long fromNanos,
    long toNanos,
    Glob models,
    double factorFrom,
    double factorTo,
    List<FaultSpec> faults) {

  /** Copies the list. */
  public Phase {
    faults = List.copyOf(faults);
  }

  /** Whether it is in force then. */
  public boolean holdsAt(long elapsedNanos) {
    return fromNanos <= elapsedNanos && elapsedNanos < toNanos;
  }

  /** The factor while it is in force. */
  public double factorAt(long elapsedNanos) {
    double share = (elapsedNanos - fromNanos) / (double) (toNanos - fromNanos);
    return factorFrom + share * (factorTo - factorFrom);
  }

  /** Ids of models, with {@code *} for anything. */
  public String modelText() {
    return models.toString();
  }
}
