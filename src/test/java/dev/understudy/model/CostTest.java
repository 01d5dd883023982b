package dev.understudy.model;

import static dev.understudy.model.PriceSamples.IN_AND_OUT;
import static dev.understudy.model.PriceSamples.NOW;
import static dev.understudy.model.PriceSamples.RATES;
import static dev.understudy.model.PriceSamples.pricing;
import static dev.understudy.model.PriceSamples.rates;
import static dev.understudy.model.PriceSamples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Example;

class CostTest {

  /* --------------- amounts --------------- */

  @Example
  void amount_isExactAndPlain() {
    Cost cost = Cost.of(ModelPricing.of(usd("0.1"), usd("0.2")), TokenUsage.of(1, 1), NOW);
    assertThat(cost.amount()).isEqualTo(usd("0.0000003"));
    assertThat(Objects.requireNonNull(cost.amount()).toPlainString()).isEqualTo("0.0000003");
    assertThat(cost.reason()).isNull();
    assertThat(cost.rule()).containsExactly("base");
  }

  @Example
  void amount_whole_hasNoExponent() {
    Cost cost = Cost.of(pricing(IN_AND_OUT), TokenUsage.of(100_000_000, 0), NOW);
    assertThat(cost.amount()).hasToString("100");
  }

  @Example
  void inputTokens_includeCachedAndWrittenOnes() {
    TokenUsage usage = new TokenUsage(1_000_000, 600_000, 100_000, 0, 0, null, false, null);
    Cost cost = Cost.of(pricing(RATES), usage, NOW);
    assertThat(cost.lines())
        .containsExactly(
            new Cost.Line("input", 300_000, usd("3"), usd("0.9")),
            new Cost.Line("cached input", 600_000, usd("0.3"), usd("0.18")),
            new Cost.Line("cache write", 100_000, usd("3.75"), usd("0.375")));
    assertThat(cost.amount()).isEqualTo(usd("1.455"));
  }

  @Example
  void reasoningTokens_arePartOfTheOutput() {
    TokenUsage usage = new TokenUsage(0, 0, 0, 1_000_000, 900_000, null, false, null);
    assertThat(Cost.of(pricing(RATES), usage, NOW).amount()).isEqualTo(usd("15"));
  }

  @Example
  void nothingUsed_costsNothing() {
    assertThat(Cost.of(pricing(Rates.UNKNOWN), TokenUsage.of(0, 0), NOW).amount())
        .isEqualTo(BigDecimal.ZERO);
  }

  @Example
  void free_isNotUnknown() {
    Cost cost = Cost.of(pricing(rates("0", "0.0")), TokenUsage.of(10, 10), NOW);
    assertThat(cost.amount()).isEqualTo(BigDecimal.ZERO);
  }

  /* --------------- usage --------------- */

  @Example
  void usage_partsAboveTheWhole_areRefused() {
    assertThatThrownBy(() -> new TokenUsage(10, 11, 0, 0, 0, null, false, null))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "cached_input_tokens: 11 (expected: at most input_tokens (10), which include them)");
    assertThatThrownBy(() -> new TokenUsage(10, 6, 5, 3, 4, null, false, null))
        .hasMessageContainingAll("cache_write_tokens: 5", "reasoning_tokens: 4");
    assertThat(new TokenUsage(10, 6, 4, 3, 3, null, false, null).cacheWriteTokens()).isEqualTo(4);
  }

  @Example
  void usage_countsOutOfRange_areAllNamed() {
    InvalidModelException refused =
        catchThrowableOfType(
            InvalidModelException.class,
            () -> new TokenUsage(-1, -1, -1, Long.MAX_VALUE, -1, null, false, null));
    assertThat(Objects.requireNonNull(refused).faults())
        .extracting(Fault::path)
        .containsExactly(
            "input_tokens",
            "cached_input_tokens",
            "cache_write_tokens",
            "output_tokens",
            "reasoning_tokens");
  }

  /* --------------- unknown prices --------------- */

  @Example
  void noPricing_hasNoAmountButAReason() {
    Cost cost = Cost.of(null, TokenUsage.of(1, 1), NOW);
    assertThat(cost.amount()).isNull();
    assertThat(cost.reason()).isEqualTo("no price of this model is known");
  }

  @Example
  void unknownRate_thatIsNeeded_isTheReason() {
    Rates rates = new Rates(usd("1"), null, null, null, null, null, null, null);
    Cost cost = Cost.of(pricing(rates), TokenUsage.of(1, 1), NOW);
    assertThat(cost.amount()).isNull();
    assertThat(cost.reason()).isEqualTo("the price of output is unknown");
    assertThat(Cost.of(pricing(rates), TokenUsage.of(1, 0), NOW).amount())
        .isEqualTo(usd("0.000001"));
  }

  @Example
  void cachedPriceUnknown_isNotTakenFromInput() {
    TokenUsage usage = new TokenUsage(10, 5, 0, 0, 0, null, false, null);
    Cost cost = Cost.of(pricing(IN_AND_OUT), usage, NOW);
    assertThat(cost.amount()).isNull();
    assertThat(cost.reason()).isEqualTo("the price of cached input is unknown");
  }

  /* --------------- batch and tiers --------------- */

  @Example
  void batch_hasPricesOfItsOwn() {
    TokenUsage usage = new TokenUsage(1_000_000, 0, 0, 1_000_000, 0, null, true, null);
    Cost cost = Cost.of(pricing(RATES), usage, NOW);
    assertThat(cost.amount()).isEqualTo(usd("9"));
    assertThat(cost.lines())
        .extracting(Cost.Line::item)
        .containsExactly("batch input", "batch output");
    Cost unknown = Cost.of(pricing(IN_AND_OUT), usage, NOW);
    assertThat(unknown.amount()).isNull();
    assertThat(unknown.reason()).isEqualTo("the price of batch input is unknown");
  }

  @Example
  void serviceTier_priced_standsAboveBase_rateByRate() {
    ConditionalPrice priority =
        new ConditionalPrice(null, null, null, null, "Priority", rates("2", null));
    Cost cost = Cost.of(pricing(IN_AND_OUT, priority), tier("Priority"), NOW);
    assertThat(cost.amount()).isEqualTo(usd("6"));
    assertThat(cost.rule()).containsExactly("base", "tier Priority");
  }

  @Example
  void serviceTier_notPriced_hasNoAmount() {
    ConditionalPrice flex = new ConditionalPrice(null, null, null, null, "flex", rates("2", "2"));
    Cost cost = Cost.of(pricing(IN_AND_OUT, flex), tier("priority"), NOW);
    assertThat(cost.amount()).isNull();
    assertThat(cost.reason()).isEqualTo("no price is known for service tier priority");
  }

  @Example
  void serviceTier_usual_isTheBase() {
    for (String usual : List.of("default", "auto")) {
      assertThat(Cost.of(pricing(IN_AND_OUT), tier(usual), NOW).amount()).isEqualTo(usd("5"));
    }
  }

  private static TokenUsage tier(String tier) {
    return new TokenUsage(1_000_000, 0, 0, 1_000_000, 0, tier, false, null);
  }
}
