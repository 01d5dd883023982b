package dev.understudy.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Counts merge in any order and grouping, and lose nothing on a disk or a wire. */
class UsageCountsPropertyTest {

  @Provide
  Arbitrary<UsageCounts> counts() {
    return UsageSamples.counts();
  }

  @Provide
  Arbitrary<List<RequestUsage>> requests() {
    return UsageSamples.requests().list().ofMinSize(1).ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<Long>> nanos() {
    return Arbitraries.longs().between(0, 86_400_000_000_000L).list().ofMinSize(1).ofMaxSize(200);
  }

  @Property(tries = 300)
  void merge_isAssociativeAndCommutative(
      @ForAll("counts") UsageCounts a,
      @ForAll("counts") UsageCounts b,
      @ForAll("counts") UsageCounts c) {
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
    assertThat(a.merge(UsageCounts.NONE)).isEqualTo(a).isEqualTo(UsageCounts.NONE.merge(a));
  }

  @Property(tries = 300)
  void countingTogetherOrApart_isTheSame(@ForAll("requests") List<RequestUsage> requests) {
    UsageSum together = new UsageSum(UsageSamples.NOON);
    UsageCounts apart = UsageCounts.NONE;
    for (RequestUsage request : requests) {
      together.count(request, UsageSamples.PRICING);
      UsageSum alone = new UsageSum(UsageSamples.NOON);
      alone.count(request, UsageSamples.PRICING);
      apart = apart.merge(alone.toCounts());
    }
    assertThat(together.toCounts()).isEqualTo(apart);
    assertThat(apart.requests()).isEqualTo(requests.size());
  }

  @Property(tries = 300)
  void histogram_comesBackFromItsBytes(@ForAll("counts") UsageCounts counts) {
    LatencyHistogram latency = counts.latency();
    assertThat(LatencyHistogram.of(latency.toBytes())).isEqualTo(latency);
    assertThat(LatencyHistogram.of(latency.toBytes()).hashCode()).isEqualTo(latency.hashCode());
  }

  @Property(tries = 300)
  void percentilesAreWithinOnePercent_meanAndMaximumExact(@ForAll("nanos") List<Long> nanos) {
    LatencySum sum = new LatencySum();
    nanos.forEach(sum::record);
    LatencyHistogram histogram = sum.toHistogram();
    long[] micros = nanos.stream().mapToLong(n -> n / 1_000).sorted().toArray();
    double[] asked = {50, 90, 95, 99, 100};
    BigDecimal[] told = histogram.percentilesSeconds(asked);
    for (int i = 0; i < asked.length; i++) {
      double exact = micros[(int) Math.max(0, Math.ceil(asked[i] / 100 * micros.length) - 1)];
      double found = Objects.requireNonNull(told[i]).movePointRight(6).doubleValue();
      assertThat(found).isBetween(exact, exact * 1.01 + 1);
    }
    assertThat(histogram.maxSeconds())
        .isEqualByComparingTo(BigDecimal.valueOf(micros[micros.length - 1], 6));
    double mean = (double) Arrays.stream(micros).sum() / micros.length;
    assertThat(Objects.requireNonNull(histogram.meanSeconds()).doubleValue() * 1e6)
        .isBetween(mean - 1, mean + 1);
    assertThat(histogram.count()).isEqualTo(micros.length);
  }
}
