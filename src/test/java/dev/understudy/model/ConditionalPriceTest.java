package dev.understudy.model;

import static dev.understudy.model.PriceSamples.IN_AND_OUT;
import static dev.understudy.model.PriceSamples.NOW;
import static dev.understudy.model.PriceSamples.RATES;
import static dev.understudy.model.PriceSamples.pricing;
import static dev.understudy.model.PriceSamples.rates;
import static dev.understudy.model.PriceSamples.threshold;
import static dev.understudy.model.PriceSamples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Example;
import org.jspecify.annotations.Nullable;

class ConditionalPriceTest {

  /* --------------- dates --------------- */

  @Example
  void dates_fromIsIn_toIsOut_utc() {
    ConditionalPrice march =
        new ConditionalPrice(
            LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1), null, null, null, rates("9", "9"));
    assertThat(amountAt("2026-02-28T23:59:59.999Z", march)).isEqualTo(usd("1"));
    assertThat(amountAt("2026-03-01T00:00:00Z", march)).isEqualTo(usd("9"));
    assertThat(amountAt("2026-03-31T23:59:59.999Z", march)).isEqualTo(usd("9"));
    assertThat(amountAt("2026-04-01T00:00:00Z", march)).isEqualTo(usd("1"));
  }

  @Example
  void dates_withoutATime_areHeldAgainstNow() {
    ConditionalPrice later =
        new ConditionalPrice(LocalDate.of(2026, 3, 1), null, null, null, null, rates("9", null));
    Cost cost = Cost.of(pricing(IN_AND_OUT, later), TokenUsage.of(1_000_000, 0), NOW);
    assertThat(cost.rule()).containsExactly("base", "from 2026-03-01");
    assertThat(cost.amount()).isEqualTo(usd("9"));
  }

  private static @Nullable BigDecimal amountAt(String at, ConditionalPrice entry) {
    TokenUsage usage = new TokenUsage(1_000_000, 0, 0, 0, 0, null, false, Instant.parse(at));
    return Cost.of(pricing(IN_AND_OUT, entry), usage, NOW).amount();
  }

  /* --------------- thresholds --------------- */

  @Example
  void cliff_repricesAll_fromTheThresholdOn() {
    ModelPricing pricing = pricing(IN_AND_OUT, threshold(200_000, null, rates("2", "6")));
    assertThat(Cost.of(pricing, TokenUsage.of(199_999, 1_000_000), NOW).amount())
        .isEqualTo(usd("4.199999"));
    Cost at = Cost.of(pricing, TokenUsage.of(200_000, 1_000_000), NOW);
    assertThat(at.amount()).isEqualTo(usd("6.4"));
    assertThat(at.rule()).containsExactly("base", "prompt >= 200000");
  }

  @Example
  void cliff_countsCachedTokensOfThePrompt() {
    ModelPricing pricing = pricing(RATES, threshold(100, null, rates("6", null)));
    TokenUsage usage = new TokenUsage(100, 90, 0, 0, 0, null, false, null);
    assertThat(Cost.of(pricing, usage, NOW).lines())
        .containsExactly(
            new Cost.Line("input", 10, usd("6"), usd("0.00006")),
            new Cost.Line("cached input", 90, usd("0.3"), usd("0.000027")));
  }

  @Example
  void marginal_pricesOnlyWhatIsAbove() {
    ModelPricing pricing =
        pricing(IN_AND_OUT, threshold(200_000, ThresholdMode.MARGINAL, rates("2", null)));
    Cost at = Cost.of(pricing, TokenUsage.of(200_000, 0), NOW);
    assertThat(at.amount()).isEqualTo(usd("0.2"));
    assertThat(at.rule()).containsExactly("base");
    Cost above = Cost.of(pricing, TokenUsage.of(200_001, 1_000_000), NOW);
    assertThat(above.amount()).isEqualTo(usd("4.200002"));
    assertThat(above.rule()).containsExactly("base", "prompt tokens above 200000");
    assertThat(above.lines())
        .extracting(Cost.Line::item)
        .containsExactly("input", "input above 200000", "output");
  }

  @Example
  void marginal_several_areBrackets() {
    ModelPricing pricing =
        pricing(
            IN_AND_OUT,
            threshold(100, ThresholdMode.MARGINAL, rates("2", null)),
            threshold(200, ThresholdMode.MARGINAL, rates("3", null)));
    assertThat(Cost.of(pricing, TokenUsage.of(250, 0), NOW).amount())
        .isEqualTo(usd("0.00045")); // 100 x 1 + 100 x 2 + 50 x 3
  }

  @Example
  void marginal_cachedTokensAreTheFirstOfThePrompt() {
    Rates above = new Rates(usd("6"), null, usd("0.6"), null, null, null, null, null);
    ModelPricing pricing = pricing(RATES, threshold(100, ThresholdMode.MARGINAL, above));
    TokenUsage usage = new TokenUsage(150, 120, 0, 0, 0, null, false, null);
    assertThat(Cost.of(pricing, usage, NOW).lines())
        .containsExactly(
            new Cost.Line("input above 100", 30, usd("6"), usd("0.00018")),
            new Cost.Line("cached input", 100, usd("0.3"), usd("0.00003")),
            new Cost.Line("cached input above 100", 20, usd("0.6"), usd("0.000012")));
  }

  @Example
  void laterEntry_standsAboveMarginalToo() {
    ConditionalPrice priority =
        new ConditionalPrice(null, null, null, null, "priority", rates("9", "9"));
    ModelPricing pricing =
        pricing(IN_AND_OUT, threshold(100, ThresholdMode.MARGINAL, rates("2", null)), priority);
    TokenUsage usage = new TokenUsage(1_000_000, 0, 0, 1_000_000, 0, "priority", false, null);
    assertThat(Cost.of(pricing, usage, NOW).amount()).isEqualTo(usd("18"));
  }

  /* --------------- conditions and prices that cannot be --------------- */

  @Example
  void condition_faults_areNamed() {
    assertThatThrownBy(() -> new ConditionalPrice(null, null, null, null, null, Rates.UNKNOWN))
        .hasMessage(
            "no condition (expected: at least one of from, to, min_prompt_tokens, service_tier); "
                + "no price (expected: at least one price)");
    LocalDate day = LocalDate.of(2026, 1, 1);
    assertThatThrownBy(
            () -> new ConditionalPrice(day, day, null, ThresholdMode.CLIFF, null, IN_AND_OUT))
        .hasMessageContainingAll("to: 2026-01-01 (expected: a day after from", "mode: ");
    assertThatThrownBy(() -> threshold(1, ThresholdMode.MARGINAL, IN_AND_OUT))
        .hasMessageStartingWith("output_per_million: 4 (expected: no output price with mode");
  }

  @Example
  void prices_outOfRange_areRefusedAtOnce() {
    for (String price : List.of("-0.01", "1000000.01", "1e999999999", "1e-999999999")) {
      assertThatThrownBy(() -> rates(price, null))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageEndingWith("(expected: USD from 0 to 1000000)");
    }
  }

  @Example
  void prices_sameAmount_areEqual() {
    assertThat(rates("0.60", "1E+2")).isEqualTo(rates("0.6", "100.00"));
  }

  @Example
  void components_unitTwice_isRefused() {
    PriceComponent image = new PriceComponent(PriceUnit.INPUT_IMAGE, usd("0.01"));
    assertThatThrownBy(() -> new ModelPricing(RATES, List.of(image, image), List.of()))
        .hasMessageStartingWith("components: ");
  }
}
