package dev.understudy.simulation;

import dev.understudy.content.TokenText;
import java.util.Locale;

/**
 * A whole stream, worked out beforehand: what it says and when. Immutable, so it is made on a
 * worker thread and handed over once; {@link Pacer} plays it.
 *
 * @param id the answer's id; the same for the same seeds and body
 * @param seed the request seed used, given or drawn
 * @param promptTokens length of what was asked
 * @param answer what it says, in tokens
 * @param schedule when each token is due; as many as {@code answer} has
 * @param finishReason why it ends
 * @param details thinking, and what earlier requests do to this one
 */
public record SimulationPlan(
    String id,
    long seed,
    int promptTokens,
    TokenText answer,
    TokenSchedule schedule,
    FinishReason finishReason,
    PlanDetails details) {

  /** The response header that carries {@link #planHeader}. */
  public static final String HEADER = "understudy-plan";

  private static final double NANOS_PER_MILLI = 1e6;

  /** Refuses a schedule of another length than the answer. */
  public SimulationPlan {
    if (answer.tokens() != schedule.tokens()) {
      throw new IllegalArgumentException(
          "schedule: %d tokens (expected: %d, as the answer has)"
              .formatted(schedule.tokens(), answer.tokens()));
    }
  }

  /** A plan without details. */
  public SimulationPlan(
      String id,
      long seed,
      int promptTokens,
      TokenText answer,
      TokenSchedule schedule,
      FinishReason finishReason) {
    this(id, seed, promptTokens, answer, schedule, finishReason, PlanDetails.NONE);
  }

  /** The same answer in other chunks, at other times. */
  public SimulationPlan retimed(TokenText chunks, TokenSchedule times, PlanDetails changed) {
    return new SimulationPlan(id, seed, promptTokens, chunks, times, finishReason, changed);
  }

  /** How many tokens the answer has: its {@code completion_tokens}. */
  public int tokens() {
    return answer.tokens();
  }

  /** What token {@code k} adds, see {@link TokenText#piece}. */
  public String piece(int k) {
    return answer.piece(k);
  }

  /** The whole answer. */
  public String text() {
    return answer.text();
  }

  /** When token {@code k} is due after the start, in nanoseconds. */
  public long dueOffsetNanos(int k) {
    return schedule.dueOffsetNanos(k);
  }

  /** When the first token is due after the start, in nanoseconds. */
  public long ttftNanos() {
    return schedule.ttftNanos();
  }

  /** When the answer is complete after the start, in nanoseconds. */
  public long durationNanos() {
    return schedule.durationNanos();
  }

  /**
   * The value of the plan header: {@code seed=42;ttft=200.000ms;tokens=50;duration=1180.000ms}.
   * Sending that seed with the same body gives the same stream. What earlier requests changed
   * stands apart at the end: {@code ;cached=1024;saved=81.920ms} is still in the times before it.
   */
  public String planHeader() {
    String header = drawn();
    return details.cachedTokens() == 0
        ? header
        : header
            + String.format(
                Locale.ROOT,
                ";cached=%d;saved=%.3fms",
                details.cachedTokens(),
                details.savedNanos() / NANOS_PER_MILLI);
  }

  private String drawn() {
    return String.format(
        Locale.ROOT,
        "seed=%d;ttft=%.3fms;tokens=%d;duration=%.3fms",
        seed,
        (ttftNanos() + details.savedNanos()) / NANOS_PER_MILLI,
        tokens(),
        (durationNanos() + details.savedNanos()) / NANOS_PER_MILLI);
  }
}
