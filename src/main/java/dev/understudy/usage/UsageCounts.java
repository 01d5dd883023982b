package dev.understudy.usage;

import java.math.BigDecimal;

/**
 * What some requests used together: those of one model in one hour, or any that were merged.
 * Immutable.
 *
 * @param requests how many ended
 * @param errors of these, those that were answered with an error or broken off by the server
 * @param disconnects of these, those whose client went away before the end
 * @param inputTokens prompt tokens, cached ones included
 * @param cachedInputTokens of these, read from a cache
 * @param outputTokens generated tokens that were sent, reasoning ones included
 * @param reasoningTokens of these, thinking
 * @param cost USD, exact, of the requests whose cost is known
 * @param unpricedRequests those whose cost is not known, which the cost leaves out
 * @param latency from head to last byte, where it was measured
 * @param ttft from head to first token, where it was measured
 */
public record UsageCounts(
    long requests,
    long errors,
    long disconnects,
    long inputTokens,
    long cachedInputTokens,
    long outputTokens,
    long reasoningTokens,
    BigDecimal cost,
    long unpricedRequests,
    LatencyHistogram latency,
    LatencyHistogram ttft) {

  /** Of no request. */
  public static final UsageCounts NONE =
      new UsageCounts(
          0, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO, 0, LatencyHistogram.NONE, LatencyHistogram.NONE);

  /** Brings the cost to one form, so that 0.60 and 0.6 are equal. */
  public UsageCounts {
    BigDecimal stripped = cost.stripTrailingZeros();
    cost = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * Both together, without loss. Associative and commutative, with {@link #NONE} as nothing; so
   * counts of several servers merge in any order.
   */
  public UsageCounts merge(UsageCounts other) {
    return new UsageCounts(
        requests + other.requests,
        errors + other.errors,
        disconnects + other.disconnects,
        inputTokens + other.inputTokens,
        cachedInputTokens + other.cachedInputTokens,
        outputTokens + other.outputTokens,
        reasoningTokens + other.reasoningTokens,
        cost.add(other.cost),
        unpricedRequests + other.unpricedRequests,
        latency.merge(other.latency),
        ttft.merge(other.ttft));
  }
}
