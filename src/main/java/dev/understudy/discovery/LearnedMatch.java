package dev.understudy.discovery;

import java.util.Objects;

/**
 * How often a name was taken to mean a model, and what was said of it.
 *
 * @param query the name, as written
 * @param model the model's id
 * @param matches how often it was resolved so
 * @param successes how often somebody said that this was right
 * @param failures how often somebody said that it was wrong
 * @param strength successes less failures, the old ones faded, as of the last use; it halves every
 *     {@link ModelMatcher#HALF_LIFE}
 * @param lastUsedMillis when it last was resolved so or judged, in unix milliseconds
 */
public record LearnedMatch(
    String query,
    String model,
    long matches,
    long successes,
    long failures,
    double strength,
    long lastUsedMillis) {

  /** Refuses nulls, as a file may have them. */
  public LearnedMatch {
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(model, "model");
  }

  static LearnedMatch unused(String query, String model, long nowMillis) {
    return new LearnedMatch(query, model, 0, 0, 0, 0, nowMillis);
  }

  /** The strength as it is at that time; a clock that went back fades nothing. */
  double strengthAt(long nowMillis) {
    double halvings =
        (double) Math.max(0, nowMillis - lastUsedMillis) / ModelMatcher.HALF_LIFE.toMillis();
    return strength * Math.pow(0.5, halvings);
  }

  LearnedMatch matched(long nowMillis) {
    return new LearnedMatch(
        query,
        model,
        matches + 1,
        successes,
        failures,
        strengthAt(nowMillis),
        Math.max(lastUsedMillis, nowMillis));
  }

  LearnedMatch judged(boolean right, long nowMillis) {
    return new LearnedMatch(
        query,
        model,
        matches,
        successes + (right ? 1 : 0),
        failures + (right ? 0 : 1),
        strengthAt(nowMillis) + (right ? 1 : -1),
        Math.max(lastUsedMillis, nowMillis));
  }
}
