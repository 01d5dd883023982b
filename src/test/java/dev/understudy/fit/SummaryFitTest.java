package dev.understudy.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Shape;
import dev.understudy.model.LatencyDistribution.Spike;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures of known distributions give these back. */
class SummaryFitTest {

  private static NavigableMap<Double, Double> percentiles(
      LatencyDistribution latency, double... ps) {
    NavigableMap<Double, Double> known = new TreeMap<>();
    for (double p : ps) {
      known.put(p, Curve.of(latency).quantile(p));
    }
    return known;
  }

  /** As vLLM's benchmark says it. */
  @ParameterizedTest
  @EnumSource(names = {"NORMAL", "LOGNORMAL", "GAMMA"})
  void meanDeviationMedianAndP99_tellTheFamily(Shape shape) {
    LatencyDistribution known = new LatencyDistribution(shape, 0.4, 0.2, List.of(), null);
    Summary summary = new Summary(1000, 0.4, 0.2, percentiles(known, 0.5, 0.99));
    DistributionFit fit = SummaryFit.of(summary, 0.4);
    assertThat(fit.chosen().distribution()).isEqualTo(known);
    assertThat(fit.chosen().ks()).isNull();
  }

  @Test
  void longP99_isASpike() {
    LatencyDistribution known =
        LatencyDistribution.lognormal(0.5, 0.1).withSpike(new Spike(0.02, 6));
    Summary summary = new Summary(0, null, null, percentiles(known, 0.5, 0.95, 0.99));
    LatencyDistribution fitted = SummaryFit.of(summary, 0.4).chosen().distribution();
    assertThat(fitted.mean()).isCloseTo(0.5, within(0.025));
    assertThat(fitted.std()).isCloseTo(0.1, within(0.005));
    assertThat(Objects.requireNonNull(fitted.spike()).factor()).isCloseTo(6, within(0.3));
  }

  @Test
  void percentilesThatNoFamilyHas_areKept() {
    Map<Double, Double> twoHumps =
        Map.of(
            0.0, 0.1, 0.1, 0.11, 0.25, 0.12, 0.5, 0.13, 0.75, 0.9, 0.9, 0.95, 0.99, 1.0, 1.0, 1.1);
    DistributionFit fit = SummaryFit.of(new Summary(5000, 0.4, 0.38, new TreeMap<>(twoHumps)), 0.4);
    assertThat(fit.chosen().distribution().shape()).isEqualTo(Shape.QUANTILES);
    assertThat(fit.chosen().quantile(0.75)).isCloseTo(0.9, within(1e-9));
  }

  @Test
  void meanAlone_getsTheUsualSpread() {
    DistributionFit fit = SummaryFit.of(new Summary(0, 0.02, null, new TreeMap<>()), 0.4);
    assertThat(fit.chosen().distribution()).isEqualTo(LatencyDistribution.normal(0.02, 0.008));
    assertThat(fit.reason()).contains("no percentiles");
  }

  @Test
  void medianAlone_isConstant() {
    Summary summary = new Summary(0, null, null, new TreeMap<>(Map.of(0.5, 0.3)));
    assertThat(SummaryFit.of(summary, 0.4).chosen().distribution())
        .isEqualTo(LatencyDistribution.constant(0.3));
  }
}
