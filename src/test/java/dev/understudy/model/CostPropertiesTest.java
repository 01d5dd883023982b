package dev.understudy.model;

import static dev.understudy.model.PriceSamples.IN_AND_OUT;
import static dev.understudy.model.PriceSamples.NOW;
import static dev.understudy.model.PriceSamples.RATES;
import static dev.understudy.model.PriceSamples.pricing;
import static dev.understudy.model.PriceSamples.threshold;
import static dev.understudy.model.PriceSamples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

class CostPropertiesTest {

  @Property
  void flatCost_isAdditive(
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long input,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long output,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long moreInput,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long moreOutput,
      @ForAll @BigRange(min = "0", max = "1000") @Scale(6) BigDecimal price) {
    ModelPricing pricing = ModelPricing.of(price, price.multiply(usd("4")));
    BigDecimal first = amount(pricing, input, output);
    BigDecimal second = amount(pricing, moreInput, moreOutput);
    assertThat(amount(pricing, input + moreInput, output + moreOutput))
        .isEqualByComparingTo(first.add(second));
  }

  @Property
  void cost_neverFallsWithMoreTokens_whereThresholdsOnlyRaise(
      @ForAll @LongRange(min = 0, max = 500) long input,
      @ForAll @LongRange(min = 0, max = 500) long more,
      @ForAll ThresholdMode mode,
      @ForAll @BigRange(min = "1", max = "50") @Scale(2) BigDecimal raised) {
    Rates high = new Rates(raised, null, null, null, null, null, null, null);
    ModelPricing pricing = pricing(IN_AND_OUT, threshold(250, mode, high));
    assertThat(amount(pricing, input + more, 1)).isGreaterThanOrEqualTo(amount(pricing, input, 1));
  }

  @Property
  void lines_addUpToTheAmountAndTheTokens(
      @ForAll @LongRange(min = 0, max = 300) long cached,
      @ForAll @LongRange(min = 0, max = 300) long written,
      @ForAll @LongRange(min = 0, max = 300) long fresh,
      @ForAll ThresholdMode mode) {
    Rates high = new Rates(usd("6"), null, usd("0.6"), usd("7"), null, null, null, null);
    long input = cached + written + fresh;
    TokenUsage usage = new TokenUsage(input, cached, written, 7, 0, null, false, null);
    Cost cost = Cost.of(pricing(RATES, threshold(300, mode, high)), usage, NOW);
    BigDecimal sum =
        cost.lines().stream()
            .map(line -> Objects.requireNonNull(line.amount()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(cost.amount()).isEqualByComparingTo(sum);
    assertThat(cost.lines().stream().mapToLong(Cost.Line::tokens).sum()).isEqualTo(input + 7);
  }

  private static BigDecimal amount(ModelPricing pricing, long input, long output) {
    return Objects.requireNonNull(Cost.of(pricing, TokenUsage.of(input, output), NOW).amount());
  }
}
