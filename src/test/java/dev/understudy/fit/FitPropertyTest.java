package dev.understudy.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Shape;
import dev.understudy.model.LatencyDistribution.Spike;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.jspecify.annotations.Nullable;

/** Whatever the parameters, samples give them back. */
class FitPropertyTest {

  private static final int SAMPLES = 50_000;

  private static LatencyDistribution latency(int family, double mean, double ratio) {
    Shape shape = List.of(Shape.NORMAL, Shape.LOGNORMAL, Shape.GAMMA).get(family);
    return new LatencyDistribution(shape, mean, mean * ratio, List.of(), null);
  }

  @Property(tries = 20, seed = "4711")
  void meanAndDeviation_comeBack(
      @ForAll @IntRange(max = 2) int family,
      @ForAll @Scale(4) @DoubleRange(min = 0.0005, max = 20) double mean,
      @ForAll @Scale(4) @DoubleRange(min = 0.02, max = 0.85) double ratio,
      @ForAll long seed) {
    LatencyDistribution known = latency(family, mean, ratio);
    LatencyDistribution fitted = fitted(known, seed);
    assertThat(fitted.spike()).isNull();
    assertNear(fitted.mean(), known.mean());
    assertNear(fitted.std(), known.std());
  }

  /** As long as spikes are apart from the body: where they overlap, many parameters fit as well. */
  @Property(tries = 15, seed = "4711")
  void spike_comesBack(
      @ForAll @IntRange(max = 2) int family,
      @ForAll @Scale(4) @DoubleRange(min = 0.0005, max = 20) double mean,
      @ForAll @Scale(4) @DoubleRange(min = 0.02, max = 0.3) double ratio,
      @ForAll @Scale(4) @DoubleRange(min = 0.02, max = 0.1) double probability,
      @ForAll @Scale(4) @DoubleRange(min = 4, max = 20) double factor,
      @ForAll long seed) {
    LatencyDistribution known =
        latency(family, mean, ratio).withSpike(new Spike(probability, factor));
    LatencyDistribution fitted = fitted(known, seed);
    assertNear(fitted.mean(), known.mean());
    assertNear(fitted.std(), known.std());
    @Nullable Spike found = fitted.spike();
    assertNear(Objects.requireNonNull(found).factor(), factor);
    double error = Math.sqrt(1 / (probability * SAMPLES));
    assertThat(found.probability())
        .isCloseTo(probability, within(probability * Math.max(0.05, 4 * error)));
  }

  private static LatencyDistribution fitted(LatencyDistribution known, long seed) {
    return SampleFit.of(Samples.of(Draws.of(known, seed, SAMPLES))).chosen().distribution();
  }

  private static void assertNear(double fitted, double known) {
    assertThat(fitted).isCloseTo(known, within(0.05 * known));
  }
}
