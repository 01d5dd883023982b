package dev.understudy.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Shape;
import dev.understudy.model.LatencyDistribution.Spike;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples drawn from known distributions give these back. */
class SampleFitTest {

  private static final int SAMPLES = 20_000;

  /** Of a spike of 2 % that many samples have 2,000, known to 2.2 %. */
  private static final int MANY_SAMPLES = 100_000;

  private static final long[] SEEDS = {1, 2, 3};

  private static final List<Quantile> TWO_HUMPS =
      List.of(
          new Quantile(0, 0.1),
          new Quantile(0.4, 0.2),
          new Quantile(0.6, 0.8),
          new Quantile(0.99, 1),
          new Quantile(1, 4));

  private static DistributionFit fit(LatencyDistribution latency, long seed, int count) {
    return SampleFit.of(Samples.of(Draws.of(latency, seed, count)));
  }

  static Stream<LatencyDistribution> plain() {
    return Stream.of(
        LatencyDistribution.normal(0.3, 0.05),
        LatencyDistribution.normal(0.3, 0.1),
        LatencyDistribution.normal(0.02, 0.016),
        LatencyDistribution.lognormal(0.5, 0.1),
        LatencyDistribution.lognormal(0.5, 0.4),
        LatencyDistribution.lognormal(2, 3),
        LatencyDistribution.gamma(0.02, 0.004),
        LatencyDistribution.gamma(0.02, 0.02),
        LatencyDistribution.gamma(0.02, 0.03));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void family_comesBack(LatencyDistribution latency) {
    for (long seed : SEEDS) {
      LatencyDistribution fitted = fit(latency, seed, SAMPLES).chosen().distribution();
      assertThat(fitted.shape()).isEqualTo(latency.shape());
      assertThat(fitted.spike()).isNull();
      assertNear(fitted.mean(), latency.mean());
      assertNear(fitted.std(), latency.std());
    }
  }

  static Stream<LatencyDistribution> spiked() {
    return plain()
        .filter(latency -> latency.std() <= 0.4 * latency.mean())
        .map(latency -> latency.withSpike(new Spike(0.02, 6)));
  }

  @ParameterizedTest
  @MethodSource("spiked")
  void familyWithSpike_comesBack(LatencyDistribution latency) {
    Spike spike = Objects.requireNonNull(latency.spike());
    for (long seed : SEEDS) {
      LatencyDistribution fitted = fit(latency, seed, MANY_SAMPLES).chosen().distribution();
      assertThat(fitted.shape()).isEqualTo(latency.shape());
      assertNear(fitted.mean(), latency.mean());
      assertNear(fitted.std(), latency.std());
      Spike found = Objects.requireNonNull(fitted.spike());
      assertNear(found.factor(), spike.factor());
      double error = Math.sqrt(1 / (spike.probability() * MANY_SAMPLES));
      assertThat(found.probability())
          .isCloseTo(spike.probability(), within(spike.probability() * Math.max(0.05, 3 * error)));
    }
  }

  private static void assertNear(double fitted, double known) {
    assertThat(fitted).isCloseTo(known, within(0.05 * known));
  }

  @Test
  void constant_comesBack() {
    Candidate chosen = fit(LatencyDistribution.constant(0.25), 1, 100).chosen();
    assertThat(chosen.distribution()).isEqualTo(LatencyDistribution.constant(0.25));
    assertThat(chosen.ks()).isZero();
  }

  @Test
  void constantWithSpike_comesBack() {
    LatencyDistribution latency = LatencyDistribution.constant(0.25).withSpike(new Spike(0.05, 8));
    LatencyDistribution fitted = fit(latency, 1, MANY_SAMPLES).chosen().distribution();
    assertThat(fitted.shape()).isEqualTo(Shape.CONSTANT);
    assertNear(fitted.mean(), 0.25);
    Spike found = Objects.requireNonNull(fitted.spike());
    assertNear(found.factor(), 8);
    assertNear(found.probability(), 0.05);
  }

  @Test
  void noLatencyAtAll_isConstant() {
    assertThat(SampleFit.of(Samples.of(new double[50])).chosen().distribution())
        .isEqualTo(LatencyDistribution.constant(0));
  }

  @Test
  void whatNoFamilyHas_comesBackAsQuantiles() {
    LatencyDistribution latency = LatencyDistribution.ofQuantiles(TWO_HUMPS);
    for (long seed : SEEDS) {
      DistributionFit fit = fit(latency, seed, MANY_SAMPLES);
      LatencyDistribution fitted = fit.chosen().distribution();
      assertThat(fitted.shape()).isEqualTo(Shape.QUANTILES);
      assertThat(fit.reason()).contains("no family is close");
      assertNear(fitted.mean(), latency.mean());
      assertNear(fitted.std(), latency.std());
      Curve known = Curve.of(latency);
      for (double p : new double[] {0.05, 0.25, 0.5, 0.75, 0.95, 0.98}) {
        assertNear(fit.chosen().quantile(p), known.quantile(p));
      }
    }
  }

  @Test
  void zerosAmongSamples_leaveOutFamiliesThatHaveNone() {
    double[] draws = Draws.of(LatencyDistribution.normal(0.02, 0.004), 1, 1_000);
    for (int i = 0; i < 100; i++) {
      draws[i] = 0;
    }
    DistributionFit fit = SampleFit.of(Samples.of(draws));
    assertThat(fit.candidates())
        .extracting(candidate -> candidate.distribution().shape())
        .containsExactly(Shape.NORMAL, Shape.QUANTILES);
    assertThat(fit.chosen().distribution().shape()).isEqualTo(Shape.QUANTILES);
    assertThat(fit.chosen().quantile(0.05)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10})
  void fewSamples_giveWhatTheyCan(int count) {
    Candidate chosen = fit(LatencyDistribution.lognormal(0.3, 0.1), 4, count).chosen();
    assertThat(chosen.distribution().mean()).isBetween(0.1, 0.6);
    assertThat(chosen.distribution().spike()).isNull();
  }

  /** Against the statistic of a library, on fewer samples than are thinned out. */
  @Test
  void distance_isThatOfKolmogorovAndSmirnov() {
    double[] draws = Draws.of(LatencyDistribution.gamma(0.02, 0.01), 7, 5_000);
    for (Candidate candidate : SampleFit.of(Samples.of(draws)).candidates()) {
      Curve curve = Curve.of(candidate.distribution());
      assertThat(candidate.ks())
          .isCloseTo(
              KolmogorovSmirnovTest.withDefaults().statistic(draws, curve::cdf), within(1e-9));
    }
  }
}
