package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.LatencyProfile;
import dev.understudy.model.LatencyProfile.RequestFeature;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencySamplerTest {

  private static final int SAMPLES = 100_000;
  private static final long[] SEEDS = {1, 2, 3, 5, 8};

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.11, 1.0 / 3, 0.4, 0.6, 0.75, 0.76, 0.85, 0.9})
  void normal_cutAtZero_keepsMeanAndStd(double ratio) {
    double mean = 0.3;
    Distribution distribution = Distribution.normal(mean, ratio * mean);
    for (long seed : SEEDS) {
      SplittableRandom random = new SplittableRandom(seed);
      assertMoments(() -> distribution.sample(random), mean, ratio * mean);
    }
  }

  @Test
  void normal_withoutStd_isConstant() {
    Distribution distribution = Distribution.normal(0.3, 0);
    assertThat(distribution.sample(new SplittableRandom(1))).isEqualTo(0.3);
    assertThat(Distribution.normal(0, 0).sample(new SplittableRandom(1))).isZero();
  }

  @Test
  void normal_tooWide_isRefused() {
    assertThatThrownBy(() -> Distribution.normal(1, 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("std: 0.95 (expected: above 0 and up to 0.9 of the mean 1.0)");
  }

  @Test
  void features_multiplyMeanAndStdAlike() {
    LatencyProfile profile = LatencyProfile.of(0.2, 0.1, 0.02, 0.01);
    Set<RequestFeature> features = Set.of(RequestFeature.IMAGE, RequestFeature.TOOLS);
    LatencySampler sampler = LatencySampler.of(profile, features, new SplittableRandom(13));
    assertMoments(sampler::ttftSeconds, 0.2 * 1.5 * 1.2, 0.1 * 1.5 * 1.2);
    assertMoments(sampler::itlSeconds, 0.02 * 1.2, 0.01 * 1.2);
  }

  @Test
  void override_isConstantAndNotMultiplied() {
    LatencyProfile profile = LatencyProfile.of(0.2, 0.1, 0.02, 0.01);
    LatencyOverride override = LatencyOverride.parse("ttft=500ms");
    LatencySampler sampler =
        LatencySampler.of(
            profile, Set.of(RequestFeature.TOOLS), override, new SplittableRandom(13));
    assertThat(sampler.ttftSeconds()).isEqualTo(0.5);
    assertMoments(sampler::itlSeconds, 0.02 * 1.2, 0.01 * 1.2);
  }

  /** Mean and standard deviation within max(1 %, 3 standard errors), and nothing below 0. */
  private static void assertMoments(DoubleSupplier draw, double mean, double std) {
    double[] samples = new double[SAMPLES];
    double sum = 0;
    for (int i = 0; i < SAMPLES; i++) {
      samples[i] = draw.getAsDouble();
      assertThat(samples[i]).isNotNegative();
      sum += samples[i];
    }
    double sampleMean = sum / SAMPLES;
    double second = 0;
    double fourth = 0;
    for (double sample : samples) {
      double square = (sample - sampleMean) * (sample - sampleMean);
      second += square / SAMPLES;
      fourth += square * square / SAMPLES;
    }
    double errorOfMean = std / Math.sqrt(SAMPLES);
    double errorOfStd = Math.sqrt((fourth - second * second) / SAMPLES) / (2 * std);
    assertThat(sampleMean).isCloseTo(mean, within(Math.max(0.01 * mean, 3 * errorOfMean)));
    assertThat(Math.sqrt(second)).isCloseTo(std, within(Math.max(0.01 * std, 3 * errorOfStd)));
  }
}
