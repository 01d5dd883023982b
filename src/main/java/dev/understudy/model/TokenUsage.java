package dev.understudy.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a request used, as the calculator takes it.
 *
 * @param inputTokens prompt tokens, cached and cache-written ones included
 * @param cachedInputTokens of these, read from a cache
 * @param cacheWriteTokens of these, written to a cache
 * @param outputTokens generated tokens, reasoning ones included
 * @param reasoningTokens of these, thinking
 * @param serviceTier the tier named in the request; null for none
 * @param batch true for a batch
 * @param at when the request was made; null for now
 */
public record TokenUsage(
    long inputTokens,
    long cachedInputTokens,
    long cacheWriteTokens,
    long outputTokens,
    long reasoningTokens,
    @Nullable String serviceTier,
    boolean batch,
    @Nullable Instant at) {

  /** Far above any request, and low enough that sums never overflow. */
  private static final long MOST_TOKENS = 1_000_000_000_000L;

  /** Refuses counts that cannot be parts of one request. */
  public TokenUsage {
    Faults faults = new Faults();
    count(faults, inputTokens, "input_tokens");
    count(faults, cachedInputTokens, "cached_input_tokens");
    count(faults, cacheWriteTokens, "cache_write_tokens");
    count(faults, outputTokens, "output_tokens");
    count(faults, reasoningTokens, "reasoning_tokens");
    if (faults.none()) {
      faults.require(
          cachedInputTokens <= inputTokens,
          "cached_input_tokens",
          cachedInputTokens,
          "at most input_tokens (" + inputTokens + "), which include them");
      faults.require(
          cachedInputTokens > inputTokens || cachedInputTokens + cacheWriteTokens <= inputTokens,
          "cache_write_tokens",
          cacheWriteTokens,
          "with cached_input_tokens at most input_tokens (" + inputTokens + ")");
      faults.require(
          reasoningTokens <= outputTokens,
          "reasoning_tokens",
          reasoningTokens,
          "at most output_tokens (" + outputTokens + "), which include them");
    }
    faults.throwIfAny();
  }

  private static void count(Faults faults, long tokens, String path) {
    faults.require(
        tokens >= 0 && tokens <= MOST_TOKENS,
        path,
        tokens,
        "a whole number from 0 to " + MOST_TOKENS);
  }

  /** A plain request. */
  public static TokenUsage of(long inputTokens, long outputTokens) {
    return new TokenUsage(inputTokens, 0, 0, outputTokens, 0, null, false, null);
  }
}
