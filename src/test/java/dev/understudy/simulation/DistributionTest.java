package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Spike;
import dev.understudy.model.LatencyPercentiles;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws against the figures asked for, and against distributions of a library. */
class DistributionTest {

  private static final int SAMPLES = 100_000;
  private static final long[] SEEDS = {1, 2, 3, 5, 8};
  private static final List<Quantile> MEASURED =
      List.of(
          new Quantile(0, 0.1),
          new Quantile(0.2, 0.25),
          new Quantile(0.9, 0.4),
          new Quantile(1, 2));

  private static double[] draws(LatencyDistribution latency, long seed, double factor) {
    return draws(latency, seed, factor, SAMPLES);
  }

  private static double[] draws(LatencyDistribution latency, long seed, double factor, int many) {
    SplittableRandom random = new SplittableRandom(seed);
    Distribution distribution = Distribution.of(latency, factor);
    double[] draws = new double[many];
    Arrays.setAll(draws, i -> distribution.sample(random));
    return draws;
  }

  /** The moments of a duration that is sometimes longer, as the library has no mixtures. */
  private static LatencyDistribution spiked(LatencyDistribution body) {
    return body.withSpike(new Spike(0.02, 5));
  }

  static Stream<LatencyDistribution> distributions() {
    return Stream.of(
        LatencyDistribution.normal(0.3, 0.1),
        LatencyDistribution.normal(0.3, 0.27),
        LatencyDistribution.lognormal(0.3, 0.05),
        LatencyDistribution.lognormal(0.3, 0.4),
        LatencyDistribution.gamma(0.02, 0.003),
        LatencyDistribution.gamma(0.02, 0.02),
        LatencyDistribution.gamma(0.02, 0.05),
        LatencyDistribution.constant(0.2),
        LatencyDistribution.ofQuantiles(MEASURED),
        spiked(LatencyDistribution.lognormal(0.5, 0.2)),
        spiked(LatencyDistribution.constant(0.5)));
  }

  /** Mean and standard deviation within max(1 %, 3 standard errors), whatever the factor. */
  @ParameterizedTest
  @MethodSource("distributions")
  void moments_areThoseAskedFor(LatencyDistribution latency) {
    for (long seed : SEEDS) {
      double factor = seed % 2 == 0 ? 1.5 : 1;
      double[] draws = draws(latency, seed, factor);
      Spike spike = latency.spike();
      double p = spike == null ? 0 : spike.probability();
      double f = spike == null ? 1 : spike.factor();
      double mean = latency.mean() * factor * (1 - p + p * f);
      double square =
          (latency.mean() * latency.mean() + latency.std() * latency.std())
              * factor
              * factor
              * (1 - p + p * f * f);
      assertMoments(draws, mean, Math.sqrt(Math.max(0, square - mean * mean)));
    }
  }

  private static void assertMoments(double[] draws, double mean, double std) {
    double sampleMean = Arrays.stream(draws).average().orElseThrow();
    double second = Arrays.stream(draws).map(x -> Math.pow(x - sampleMean, 2)).average().orElse(0);
    double fourth = Arrays.stream(draws).map(x -> Math.pow(x - sampleMean, 4)).average().orElse(0);
    double errorOfMean = std / Math.sqrt(SAMPLES);
    double errorOfStd =
        std == 0 ? 0 : Math.sqrt(Math.max(0, fourth - second * second) / SAMPLES) / (2 * std);
    assertThat(Arrays.stream(draws).min().orElseThrow()).isNotNegative();
    assertThat(sampleMean).isCloseTo(mean, within(Math.max(0.01 * mean, 3 * errorOfMean)));
    double rounding = 1e-9;
    assertThat(Math.sqrt(second))
        .isCloseTo(std, within(Math.max(rounding, Math.max(0.01 * std, 3 * errorOfStd))));
  }

  static Stream<Arguments> references() {
    return Stream.of(
        // Far enough from 0 that the cut takes less than 1e-22.
        Arguments.of(
            LatencyDistribution.normal(0.3, 0.03),
            TruncatedNormalDistribution.of(0.3, 0.03, 0, Double.POSITIVE_INFINITY)),
        // The parent that the solution must find, given back by its moments.
        Arguments.of(
            normalOf(TruncatedNormalDistribution.of(0.1, 0.3, 0, Double.POSITIVE_INFINITY)),
            TruncatedNormalDistribution.of(0.1, 0.3, 0, Double.POSITIVE_INFINITY)),
        Arguments.of(
            normalOf(TruncatedNormalDistribution.of(-0.2, 0.3, 0, Double.POSITIVE_INFINITY)),
            TruncatedNormalDistribution.of(-0.2, 0.3, 0, Double.POSITIVE_INFINITY)),
        Arguments.of(lognormalOf(-1, 0.2), LogNormalDistribution.of(-1, 0.2)),
        Arguments.of(lognormalOf(-4, 0.9), LogNormalDistribution.of(-4, 0.9)),
        Arguments.of(LatencyDistribution.gamma(0.02, 0.01), GammaDistribution.of(4, 0.005)),
        Arguments.of(LatencyDistribution.gamma(0.02, 0.02), GammaDistribution.of(1, 0.02)),
        Arguments.of(LatencyDistribution.gamma(0.02, 0.04), GammaDistribution.of(0.25, 0.08)));
  }

  private static LatencyDistribution normalOf(TruncatedNormalDistribution reference) {
    return LatencyDistribution.normal(reference.getMean(), Math.sqrt(reference.getVariance()));
  }

  private static LatencyDistribution lognormalOf(double mu, double sigma) {
    LogNormalDistribution reference = LogNormalDistribution.of(mu, sigma);
    return LatencyDistribution.lognormal(reference.getMean(), Math.sqrt(reference.getVariance()));
  }

  @ParameterizedTest
  @MethodSource("references")
  void draws_passKolmogorovSmirnov(LatencyDistribution latency, ContinuousDistribution reference) {
    for (long seed : SEEDS) {
      assertThat(
              KolmogorovSmirnovTest.withDefaults()
                  .test(draws(latency, seed, 1), reference::cumulativeProbability)
                  .getPValue())
          .as("seed %d", seed)
          .isGreaterThan(0.001);
    }
  }

  @Test
  void quantiles_passKolmogorovSmirnov() {
    for (long seed : SEEDS) {
      double[] draws = draws(LatencyDistribution.ofQuantiles(MEASURED), seed, 1);
      assertThat(
              KolmogorovSmirnovTest.withDefaults()
                  .test(draws, DistributionTest::shareOfMeasured)
                  .getPValue())
          .isGreaterThan(0.001);
    }
  }

  /** A mixture, of which the library has the parts. */
  @Test
  void spikes_passKolmogorovSmirnov() {
    LogNormalDistribution body = LogNormalDistribution.of(-1, 0.4);
    DoubleUnaryOperator mixture =
        x -> 0.98 * body.cumulativeProbability(x) + 0.02 * body.cumulativeProbability(x / 5);
    for (long seed : SEEDS) {
      assertThat(
              KolmogorovSmirnovTest.withDefaults()
                  .test(draws(spiked(lognormalOf(-1, 0.4)), seed, 1), mixture)
                  .getPValue())
          .as("seed %d", seed)
          .isGreaterThan(0.001);
    }
  }

  /** Kolmogorov-Smirnov hardly sees so few. */
  @Test
  void spikes_areLongerByTheFactor_andNothingElse() {
    for (long seed : SEEDS) {
      double[] draws = draws(spiked(LatencyDistribution.constant(0.5)), seed, 1);
      assertThat(Arrays.stream(draws).distinct()).containsExactlyInAnyOrder(0.5, 2.5);
      double share = Arrays.stream(draws).filter(x -> x > 1).count() / (double) SAMPLES;
      assertThat(share).isCloseTo(0.02, within(3 * Math.sqrt(0.02 * 0.98 / SAMPLES)));
    }
  }

  private static double shareOfMeasured(double seconds) {
    for (int i = 1; i < MEASURED.size(); i++) {
      Quantile from = MEASURED.get(i - 1);
      Quantile to = MEASURED.get(i);
      if (seconds <= to.seconds()) {
        return from.p()
            + (to.p() - from.p()) * (seconds - from.seconds()) / (to.seconds() - from.seconds());
      }
    }
    return 1;
  }

  /** Medians of hosted models over a day (modelstats.ai), a bare engine (vLLM), and extremes. */
  @ParameterizedTest
  @CsvSource({
    "0.311, 1.142, 3.080",
    "0.477, 0.776, 1.309",
    "0.536, 0.844, 4.461",
    "0.541, 1.591, 4.117",
    "0.941, 2.939, 4.787",
    "1.479, 1.926, 2.492",
    "0.1187, 0.400, 0.533",
    "0.0466, 0.0600, 0.258",
    "1, 2, 2",
    "1, 1, 2",
    "1, 1, 1"
  })
  void percentiles_comeBack(double p50, double p95, double p99) {
    LatencyDistribution latency = new LatencyPercentiles(p50, p95, p99).distribution();
    // Together, as the last percentile of few is not worth much.
    double[] draws =
        LongStream.of(SEEDS)
            .mapToObj(seed -> draws(latency, seed, 1, 4 * SAMPLES))
            .flatMapToDouble(Arrays::stream)
            .sorted()
            .toArray();
    assertQuantile(draws, 0.50, p50);
    assertQuantile(draws, 0.95, p95);
    assertQuantile(draws, 0.99, p99);
  }

  private static void assertQuantile(double[] sorted, double p, double seconds) {
    assertThat(sorted[(int) (p * sorted.length)])
        .as("p%.0f", 100 * p)
        .isCloseTo(seconds, within(0.02 * seconds));
  }

  @Test
  void percentiles_withoutTheLast_areALognormals() {
    LatencyDistribution latency = new LatencyPercentiles(0.5, 1.0, null).distribution();
    LogNormalDistribution reference =
        LogNormalDistribution.of(Math.log(0.5), Math.log(2) / 1.6448536);
    assertThat(latency.spike()).isNull();
    assertThat(latency.mean()).isCloseTo(reference.getMean(), within(1e-7));
    assertThat(latency.std()).isCloseTo(Math.sqrt(reference.getVariance()), within(1e-7));
  }
}
