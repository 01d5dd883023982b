package dev.understudy.simulation;

import dev.understudy.text.TokenText;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole stream, worked out beforehand: what it says and when. Immutable, so it is made on a
 * worker thread and handed over once; {@link Pacer} plays it.
 *
 * @param id the answer's id; the same for the same seeds and body
 * @param seed the request seed used, given or drawn
 * @param promptTokens length of what was asked
 * @param choices what it says: an answer, or several to choose from
 * @param order the tokens of all of them as one stream
 * @param details thinking, and what earlier requests do to this one
 */
public record SimulationPlan(
    String id,
    long seed,
    int promptTokens,
    List<Answer> choices,
    TokenOrder order,
    PlanDetails details) {

  /** The response header that carries {@link #planHeader}. */
  public static final String HEADER = "understudy-plan";

  private static final int HEADER_CHARS = 96;

  /** Refuses a schedule of another length than the answers. */
  public SimulationPlan {
    choices = List.copyOf(choices);
    int tokens = 0;
    for (Answer answer : choices) {
      tokens += answer.tokens();
    }
    if (tokens != order.schedule().tokens()) {
      throw new IllegalArgumentException(
          "schedule: %d tokens (expected: %d, as the answer has)"
              .formatted(order.schedule().tokens(), tokens));
    }
  }

  /** A plan of one answer that only says something. */
  public SimulationPlan(
      String id,
      long seed,
      int promptTokens,
      TokenText text,
      TokenSchedule schedule,
      FinishReason finishReason,
      PlanDetails details) {
    this(
        id,
        seed,
        promptTokens,
        List.of(Answer.of(text, finishReason)),
        TokenOrder.of(schedule),
        details);
  }

  /** As the other, without details. */
  public SimulationPlan(
      String id,
      long seed,
      int promptTokens,
      TokenText text,
      TokenSchedule schedule,
      FinishReason finishReason) {
    this(id, seed, promptTokens, text, schedule, finishReason, PlanDetails.NONE);
  }

  /** The first answer, mostly the only one. */
  public Answer answer() {
    return choices.get(0);
  }

  /** Which answer token {@code k} belongs to. */
  public int choiceOf(int k) {
    return order.choiceOf(k);
  }

  /** When each token is due. */
  public TokenSchedule schedule() {
    return order.schedule();
  }

  /** The same answers at other times. */
  public SimulationPlan at(TokenSchedule times) {
    return new SimulationPlan(id, seed, promptTokens, choices, order.at(times), details);
  }

  /** The same with other details. */
  public SimulationPlan with(PlanDetails changed) {
    return new SimulationPlan(id, seed, promptTokens, choices, order, changed);
  }

  /**
   * The same answers in chunks, each sent when the last of its tokens is due: that one adds all
   * that the chunk says, the others nothing.
   *
   * @param ends before which token each chunk ends, rising, the last at the number of tokens
   */
  public SimulationPlan inChunks(int[] ends) {
    List<Answer> chunked = new ArrayList<>(choices.size());
    for (int choice = 0; choice < choices.size(); choice++) {
      chunked.add(choices.get(choice).inChunks(order.endsOf(choice, ends)));
    }
    TokenOrder together = order.at(schedule().inChunks(ends));
    return new SimulationPlan(id, seed, promptTokens, chunked, together, details);
  }

  /** How many tokens are sent, of all answers. */
  public int tokens() {
    return schedule().tokens();
  }

  /** How many tokens are paid for: those that are sent, and those that are thought unseen. */
  public int completionTokens() {
    return details.thinkingShown() ? tokens() : tokens() + reasoningTokens();
  }

  /** How many tokens are thought, of all answers. */
  public int reasoningTokens() {
    return details.thinkingTokens() * choices.size();
  }

  /** Why the first answer ends. */
  public FinishReason finishReason() {
    return answer().finishReason();
  }

  /** When token {@code k} is due after the start, in nanoseconds. */
  public long dueOffsetNanos(int k) {
    return schedule().dueOffsetNanos(k);
  }

  /** When the first token is due after the start, in nanoseconds. */
  public long ttftNanos() {
    return schedule().ttftNanos();
  }

  /** When the answer is complete after the start, in nanoseconds. */
  public long durationNanos() {
    return schedule().durationNanos();
  }

  /**
   * The value of the plan header: {@code seed=42;ttft=200.000ms;tokens=50;duration=1180.000ms}.
   * Sending that seed with the same body gives the same stream. What earlier requests changed
   * stands apart at the end: {@code ;cached=1024;saved=81.920ms} is still in the times before it.
   */
  public String planHeader() {
    StringBuilder header = new StringBuilder(HEADER_CHARS).append("seed=").append(seed);
    Millis.append(header.append(";ttft="), ttftNanos() + details.savedNanos());
    header.append("ms;tokens=").append(tokens());
    Millis.append(header.append(";duration="), durationNanos() + details.savedNanos());
    header.append("ms");
    if (details.cachedTokens() > 0) {
      header.append(";cached=").append(details.cachedTokens());
      Millis.append(header.append(";saved="), details.savedNanos());
      header.append("ms");
    }
    return header.toString();
  }
}
