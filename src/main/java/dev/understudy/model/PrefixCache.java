package dev.understudy.model;

/**
 * How a model remembers the beginnings of prompts, in whole blocks of tokens, so that a prompt that
 * begins alike skips that part of its prefill. As vLLM's automatic prefix caching does it, with
 * blocks of 16 tokens; OpenAI's caches from 1,024 tokens on in steps of 128. Immutable.
 *
 * @param blockTokens tokens of a block, from 1 to 100,000
 * @param minTokens a shorter beginning than this counts as not remembered, from 0 to all that are
 *     remembered
 * @param maxTokens how many tokens are remembered, the least recently used leaving first; from one
 *     block to 100,000,000
 */
public record PrefixCache(int blockTokens, int minTokens, int maxTokens) {

  /** Default of {@link #blockTokens}. */
  public static final int BLOCK_TOKENS = 16;

  /** Default of {@link #maxTokens}. */
  public static final int MAX_TOKENS = 1_000_000;

  /** Refuses what is out of range. */
  public PrefixCache {
    Faults faults = new Faults();
    require(faults, "block_tokens", blockTokens, 1, 100_000);
    require(faults, "min_tokens", minTokens, 0, Math.max(0, maxTokens));
    require(faults, "max_tokens", maxTokens, blockTokens, 100_000_000);
    faults.throwIfAny();
  }

  private static void require(Faults faults, String path, int value, int least, int most) {
    String expected = "a whole number from " + least + " to " + most;
    faults.require(value >= least && value <= most, path, value, expected);
  }
}
