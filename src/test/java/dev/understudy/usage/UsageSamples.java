package dev.understudy.usage;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.Origin;
import java.math.BigDecimal;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Requests and counts to reckon with. */
final class UsageSamples {

  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  static final ModelPricing PRICING = ModelPricing.of(new BigDecimal("3"), new BigDecimal("15"));

  private UsageSamples() {}

  static ModelDefinition model(String id, @Nullable Origin origin) {
    return ModelDefinition.builder(id).pricing(PRICING).origin(origin).build();
  }

  static ModelDefinition registered(String id) {
    return model(id, Origin.API);
  }

  static RequestUsage at(Instant at) {
    return new RequestUsage(at, 100, 40, 10, 5, BigDecimal.ONE, false, false, 1_000_000, 1_000);
  }

  /** Requests of all kinds, whose tokens and times spread over many orders of magnitude. */
  static Arbitrary<RequestUsage> requests() {
    Arbitrary<Long> tokens = Arbitraries.longs().between(0, 2_000_000_000L);
    Arbitrary<Long> nanos = Arbitraries.longs().between(RequestUsage.UNKNOWN, 86_400_000_000_000L);
    Arbitrary<@Nullable BigDecimal> cost =
        Arbitraries.bigDecimals()
            .between(BigDecimal.ZERO, BigDecimal.TEN)
            .ofScale(7)
            .injectNull(0.5);
    return Combinators.combine(
            tokens, tokens, Arbitraries.integers().between(0, 8), cost, nanos, nanos)
        .as(
            (input, output, kind, price, latency, ttft) ->
                new RequestUsage(
                    NOON,
                    kind % 3 == 0 ? input : input % 1_000,
                    kind % 3 == 0 ? input / 2 : 0,
                    kind % 2 == 0 ? output : output % 100,
                    0,
                    price,
                    kind == 7,
                    kind == 8,
                    latency,
                    ttft));
  }

  /** Counts of some of them. */
  static Arbitrary<UsageCounts> counts() {
    return requests()
        .list()
        .ofMaxSize(20)
        .map(
            requests -> {
              UsageSum sum = new UsageSum(NOON);
              requests.forEach(request -> sum.count(request, PRICING));
              return sum.toCounts();
            });
  }
}
