package dev.understudy.simulation;

import dev.understudy.model.PrefixCache;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * The beginnings of prompts that a model remembers, in whole blocks of tokens. A block is known by
 * the hash of all tokens up to its end, as in vLLM's automatic prefix caching [1], so that equal
 * blocks after different beginnings differ. The least recently used is forgotten first. Safe on any
 * thread.
 *
 * <ol>
 *   <li>Kwon et al.: Efficient Memory Management for LLM Serving with PagedAttention, SOSP 2023;
 *       the vLLM documentation on automatic prefix caching
 * </ol>
 */
final class PromptPrefixes {

  private static final float LOAD_FACTOR = 0.75f;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio

  private final PrefixCache settings;
  private final Map<Long, Boolean> blocks;

  PromptPrefixes(PrefixCache settings) {
    this.settings = settings;
    int most = settings.maxTokens() / settings.blockTokens();
    this.blocks =
        new LinkedHashMap<>(16, LOAD_FACTOR, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * How many tokens of a prompt's beginning are remembered, never all of them; from now on its
   * whole blocks are.
   */
  synchronized int reuse(int[] prompt) {
    return cached(prompt, hash -> blocks.put(hash, Boolean.TRUE) != null);
  }

  /** As {@link #reuse} would say, without a trace. */
  synchronized int find(int[] prompt) {
    return cached(prompt, blocks::containsKey);
  }

  private int cached(int[] prompt, LongPredicate isKnown) {
    int block = settings.blockTokens();
    int cached = 0;
    long hash = 0;
    for (int end = block; end <= prompt.length; end += block) {
      for (int i = end - block; i < end; i++) {
        hash = (hash ^ prompt[i]) * MULTIPLIER;
        hash ^= hash >>> 32;
      }
      boolean known = isKnown.test(hash);
      if (known && cached == end - block && end < prompt.length) {
        cached = end;
      }
    }
    return cached < settings.minTokens() ? 0 : cached;
  }
}
