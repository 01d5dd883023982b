package dev.understudy.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prices to reckon with. */
final class PriceSamples {

  static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  /** All but the price of cache writes in a batch. */
  static final Rates RATES =
      new Rates(
          usd("3"), usd("15"), usd("0.3"), usd("3.75"), usd("1.5"), usd("7.5"), usd("0.15"), null);

  static final Rates IN_AND_OUT = rates("1", "4");

  private PriceSamples() {}

  static ModelPricing pricing(Rates rates, ConditionalPrice... conditional) {
    return new ModelPricing(rates, List.of(), List.of(conditional));
  }

  static ConditionalPrice threshold(int tokens, @Nullable ThresholdMode mode, Rates rates) {
    return new ConditionalPrice(null, null, tokens, mode, null, rates);
  }

  static Rates rates(@Nullable String input, @Nullable String output) {
    return new Rates(
        input == null ? null : usd(input),
        output == null ? null : usd(output),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static BigDecimal usd(String amount) {
    return new BigDecimal(amount);
  }
}
