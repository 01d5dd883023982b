package dev.understudy.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan has beside its tokens, where the model's profile asks for it. Immutable.
 *
 * @param thinkingTokens how many tokens each answer thinks before it says something
 * @param thinkingShown whether they are sent as part of the answer; else they are part of its time
 *     to first token
 * @param cachedTokens prompt tokens that were remembered from earlier prompts
 * @param savedNanos by how much they brought every token forward; already taken off the schedule
 * @param work what is asked of the model's engine; null where capacity has no limit. Its queue and
 *     batch delay tokens beyond the schedule
 * @param faults names of the faults that are injected on purpose; those of time are in the schedule
 * @param scenario the scenario in force and its factor, which is in the schedule; null for none
 */
public record PlanDetails(
    int thinkingTokens,
    boolean thinkingShown,
    int cachedTokens,
    long savedNanos,
    @Nullable EngineWork work,
    List<String> faults,
    @Nullable String scenario) {

  /** Nothing of the kind. */
  public static final PlanDetails NONE = new PlanDetails(0, false, 0, 0, null);

  /** Copies the list. */
  public PlanDetails {
    faults = List.copyOf(faults);
  }

  /** Details without faults. */
  public PlanDetails(
      int thinkingTokens,
      boolean thinkingShown,
      int cachedTokens,
      long savedNanos,
      @Nullable EngineWork work) {
    this(thinkingTokens, thinkingShown, cachedTokens, savedNanos, work, List.of(), null);
  }

  /**
   * The same of an answer that is disturbed on purpose.
   *
   * @param factor on what was saved and on the engine's work
   * @param laterNanos how much later the work then begins
   */
  public PlanDetails disturbed(
      double factor, long laterNanos, List<String> injected, @Nullable String inForce) {
    return new PlanDetails(
        thinkingTokens,
        thinkingShown,
        cachedTokens,
        Math.round(savedNanos * factor),
        work == null ? null : work.slowed(factor, laterNanos),
        injected,
        inForce);
  }
}
