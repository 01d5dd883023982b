package dev.understudy.simulation;

/**
 * A request to a model that is over, however it ended. Immutable.
 *
 * @param state how it ended; never PLAYING
 * @param promptTokens what was read
 * @param cachedTokens of these, those remembered from earlier prompts
 * @param outputTokens what was generated as its usage tells; of an answer that was not finished,
 *     the tokens that were sent
 * @param reasoningTokens of these, thinking
 * @param latencyNanos from its start to its last write, when it was done; else -1
 * @param ttftNanos from its start to its first token, where that was sent by itself; else -1
 */
public record EndedRequest(
    SimulationState state,
    int promptTokens,
    int cachedTokens,
    int outputTokens,
    int reasoningTokens,
    long latencyNanos,
    long ttftNanos) {

  /** One that was answered with an error in place of an answer. */
  public static final EndedRequest REFUSED =
      new EndedRequest(SimulationState.REFUSED, 0, 0, 0, 0, -1, -1);
}
