package dev.understudy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.Cost;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Rates;
import dev.understudy.model.ThresholdMode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Summed or one by one, the calculator's amounts are the same, and as many are unknown. */
class TokenBillPropertyTest {

  @Provide
  Arbitrary<List<RequestUsage>> requests() {
    return UsageSamples.requests().list().ofMaxSize(30);
  }

  @Provide
  Arbitrary<ModelPricing> pricing() {
    Arbitrary<@Nullable BigDecimal> price =
        Arbitraries.bigDecimals()
            .between(BigDecimal.ZERO, BigDecimal.valueOf(100))
            .ofScale(4)
            .injectNull(0.3);
    Arbitrary<Rates> rates =
        Combinators.combine(price, price, price)
            .as((in, out, cached) -> new Rates(in, out, cached, null, null, null, null, null));
    return Combinators.combine(rates, rates, Arbitraries.integers().between(0, 4))
        .as((base, other, kind) -> new ModelPricing(base, List.of(), conditions(kind, other)));
  }

  private static List<ConditionalPrice> conditions(int kind, Rates rates) {
    LocalDate day = LocalDate.of(2026, 11, 23);
    List<ConditionalPrice> all = new ArrayList<>();
    if (rates.equals(Rates.UNKNOWN)) {
      return all;
    }
    if (kind == 1) {
      all.add(new ConditionalPrice(null, null, 500, ThresholdMode.CLIFF, null, rates));
    } else if (kind == 2 && rates.output() == null) {
      all.add(new ConditionalPrice(null, null, 500, ThresholdMode.MARGINAL, null, rates));
    } else if (kind == 3) {
      all.add(new ConditionalPrice(day, day.plusDays(1), null, null, null, rates));
    } else if (kind == 4) {
      all.add(new ConditionalPrice(null, day, null, null, "priority", rates));
    }
    return all;
  }

  @Property
  void bill_isTheSumOfWhatTheCalculatorSays(
      @ForAll("requests") List<RequestUsage> requests,
      @ForAll("pricing") ModelPricing first,
      @ForAll("pricing") ModelPricing second) {
    TokenBill bill = new TokenBill(UsageSamples.NOON);
    BigDecimal known = BigDecimal.ZERO;
    long unknown = 0;
    for (int i = 0; i < requests.size(); i++) {
      ModelPricing price = i % 5 == 0 ? second : first;
      bill.add(requests.get(i), price);
      BigDecimal amount =
          Cost.of(price, requests.get(i).tokens(), UsageSamples.NOON.plusSeconds(i)).amount();
      known = amount == null ? known : known.add(amount);
      unknown += amount == null ? 1 : 0;
    }
    assertThat(bill.cost()).isEqualByComparingTo(known);
    assertThat(bill.unpriced()).isEqualTo(unknown);
  }
}
