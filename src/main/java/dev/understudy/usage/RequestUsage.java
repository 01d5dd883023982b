package dev.understudy.usage;

import dev.understudy.model.Faults;
import dev.understudy.model.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one request to a model used. Immutable.
 *
 * @param at when it ended; null for the time at which it is counted
 * @param inputTokens prompt tokens, cached ones included, 0 to 10^12 as all tokens here
 * @param cachedInputTokens of these, read from a cache
 * @param outputTokens generated tokens, reasoning ones included
 * @param reasoningTokens of these, thinking
 * @param cost USD, 0 to a million; null for what the model's price says, which may be unknown
 * @param error whether it was answered with an error, or broken off by the server
 * @param disconnected whether the client went away before its end; not together with {@code error}
 * @param latencyNanos from its head to the last byte of the answer, up to a day; {@link #UNKNOWN}
 *     when nobody measured it
 * @param ttftNanos from its head to the first token, up to a day; {@link #UNKNOWN} likewise
 */
public record RequestUsage(
    @Nullable Instant at,
    long inputTokens,
    long cachedInputTokens,
    long outputTokens,
    long reasoningTokens,
    @Nullable BigDecimal cost,
    boolean error,
    boolean disconnected,
    long latencyNanos,
    long ttftNanos) {

  /** A time that was not measured. */
  public static final long UNKNOWN = -1;

  private static final long LONGEST_NANOS = Duration.ofDays(1).toNanos();
  private static final long MOST_TOKENS = 1_000_000_000_000L;
  private static final BigDecimal HIGHEST_COST = BigDecimal.valueOf(1_000_000);
  private static final int MAX_SCALE = 30;

  /**
   * Refuses what no request can have used.
   *
   * @throws dev.understudy.model.InvalidModelException with every fault
   */
  public RequestUsage {
    if (!plausible(inputTokens, cachedInputTokens, outputTokens, reasoningTokens)
        || cost != null
        || (error && disconnected)
        || !measurable(latencyNanos)
        || !measurable(ttftNanos)) {
      Faults faults = new Faults();
      long[] tokens = {inputTokens, cachedInputTokens, outputTokens, reasoningTokens};
      faults.part("", () -> tokens(tokens[0], tokens[1], tokens[2], tokens[3]));
      faults.require(cost == null || sane(cost), "cost", cost, "USD from 0 to " + HIGHEST_COST);
      faults.require(
          !(error && disconnected), "disconnected", true, "false where error is true: one of them");
      duration(faults, latencyNanos, "latency_seconds");
      duration(faults, ttftNanos, "ttft_seconds");
      faults.throwIfAny();
    }
  }

  /** Made for every request: no garbage where all is well. */
  private static boolean plausible(long input, long cached, long output, long reasoning) {
    return cached >= 0
        && cached <= input
        && input <= MOST_TOKENS
        && reasoning >= 0
        && reasoning <= output
        && output <= MOST_TOKENS;
  }

  private static boolean measurable(long nanos) {
    return nanos >= UNKNOWN && nanos <= LONGEST_NANOS;
  }

  private static void duration(Faults faults, long nanos, String path) {
    faults.require(
        measurable(nanos),
        path,
        BigDecimal.valueOf(nanos, 9).toPlainString(),
        "a number from 0 to " + Duration.ofNanos(LONGEST_NANOS).toSeconds());
  }

  /** The scale first: 1e-2000000000 must not be expanded in order to be compared. */
  private static boolean sane(BigDecimal cost) {
    return Math.abs((long) cost.scale()) <= MAX_SCALE
        && cost.signum() >= 0
        && cost.compareTo(HIGHEST_COST) <= 0;
  }

  private static TokenUsage tokens(long input, long cached, long output, long reasoning) {
    return new TokenUsage(input, cached, 0, output, reasoning, null, false, null);
  }

  /** As the calculator of costs takes it. */
  TokenUsage tokens() {
    return tokens(inputTokens, cachedInputTokens, outputTokens, reasoningTokens);
  }

  /** A request that was answered just now, of which nothing else is known. */
  public static RequestUsage of(long inputTokens, long outputTokens) {
    return new RequestUsage(
        null, inputTokens, 0, outputTokens, 0, null, false, false, UNKNOWN, UNKNOWN);
  }

  /** The same at another time. */
  public RequestUsage at(Instant time) {
    return new RequestUsage(
        time,
        inputTokens,
        cachedInputTokens,
        outputTokens,
        reasoningTokens,
        cost,
        error,
        disconnected,
        latencyNanos,
        ttftNanos);
  }

  /** The same that cost so much. */
  public RequestUsage withCost(BigDecimal usd) {
    return new RequestUsage(
        at,
        inputTokens,
        cachedInputTokens,
        outputTokens,
        reasoningTokens,
        usd,
        error,
        disconnected,
        latencyNanos,
        ttftNanos);
  }

  /** The same that took so long. */
  public RequestUsage withLatency(Duration latency) {
    return new RequestUsage(
        at,
        inputTokens,
        cachedInputTokens,
        outputTokens,
        reasoningTokens,
        cost,
        error,
        disconnected,
        latency.toNanos(),
        ttftNanos);
  }
}
