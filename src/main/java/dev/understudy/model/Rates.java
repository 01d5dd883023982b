package dev.understudy.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Prices of tokens, USD for a million; null is unknown, 0 is free.
 *
 * @param input prompt tokens that are neither read from nor written to a cache
 * @param output generated tokens, reasoning ones included
 * @param cachedInput prompt tokens read from a cache
 * @param cacheWrite prompt tokens written to a cache
 * @param batchInput as {@code input}, in a batch
 * @param batchOutput as {@code output}, in a batch
 * @param batchCachedInput as {@code cachedInput}, in a batch
 * @param batchCacheWrite as {@code cacheWrite}, in a batch
 */
public record Rates(
    @Nullable BigDecimal input,
    @Nullable BigDecimal output,
    @Nullable BigDecimal cachedInput,
    @Nullable BigDecimal cacheWrite,
    @Nullable BigDecimal batchInput,
    @Nullable BigDecimal batchOutput,
    @Nullable BigDecimal batchCachedInput,
    @Nullable BigDecimal batchCacheWrite) {

  /** No price is known. */
  public static final Rates UNKNOWN = new Rates(null, null, null, null, null, null, null, null);

  /** Refuses negative prices. */
  public Rates {
    Faults faults = new Faults();
    input = Prices.checked(faults, "input_per_million", input);
    output = Prices.checked(faults, "output_per_million", output);
    cachedInput = Prices.checked(faults, "cached_input_per_million", cachedInput);
    cacheWrite = Prices.checked(faults, "cache_write_per_million", cacheWrite);
    batchInput = Prices.checked(faults, "batch_input_per_million", batchInput);
    batchOutput = Prices.checked(faults, "batch_output_per_million", batchOutput);
    batchCachedInput = Prices.checked(faults, "batch_cached_input_per_million", batchCachedInput);
    batchCacheWrite = Prices.checked(faults, "batch_cache_write_per_million", batchCacheWrite);
    faults.throwIfAny();
  }

  /** These rates where they are known, the others where they are not. */
  public Rates over(Rates others) {
    return new Rates(
        input != null ? input : others.input,
        output != null ? output : others.output,
        cachedInput != null ? cachedInput : others.cachedInput,
        cacheWrite != null ? cacheWrite : others.cacheWrite,
        batchInput != null ? batchInput : others.batchInput,
        batchOutput != null ? batchOutput : others.batchOutput,
        batchCachedInput != null ? batchCachedInput : others.batchCachedInput,
        batchCacheWrite != null ? batchCacheWrite : others.batchCacheWrite);
  }
}
