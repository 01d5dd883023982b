package dev.understudy.simulation;

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
 */
public record PlanDetails(
    int thinkingTokens,
    boolean thinkingShown,
    int cachedTokens,
    long savedNanos,
    @Nullable EngineWork work) {

  /** Nothing of the kind. */
  public static final PlanDetails NONE = new PlanDetails(0, false, 0, 0, null);
}
