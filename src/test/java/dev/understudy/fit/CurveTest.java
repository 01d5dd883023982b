package dev.understudy.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Spike;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Curves say what the engine draws. */
class CurveTest {

  static Stream<LatencyDistribution> latencies() {
    return Stream.of(
        LatencyDistribution.normal(0.3, 0.1),
        LatencyDistribution.normal(0.3, 0.27),
        LatencyDistribution.lognormal(0.3, 0.4),
        LatencyDistribution.gamma(0.02, 0.03),
        LatencyDistribution.ofQuantiles(
            List.of(new Quantile(0, 0.1), new Quantile(0.9, 0.4), new Quantile(1, 2))),
        LatencyDistribution.lognormal(0.5, 0.2).withSpike(new Spike(0.05, 5)),
        LatencyDistribution.normal(0.3, 0.03).withSpike(new Spike(0.1, 3)));
  }

  @ParameterizedTest
  @MethodSource("latencies")
  void draws_passKolmogorovSmirnov(LatencyDistribution latency) {
    Curve curve = Curve.of(latency);
    assertThat(
            KolmogorovSmirnovTest.withDefaults()
                .test(Draws.of(latency, 1, 50_000), curve::cdf)
                .getPValue())
        .isGreaterThan(0.001);
  }

  @ParameterizedTest
  @MethodSource("latencies")
  void quantile_isTheInverse(LatencyDistribution latency) {
    Curve curve = Curve.of(latency);
    for (double p : new double[] {0.001, 0.25, 0.5, 0.9, 0.95, 0.97, 0.999}) {
      assertThat(curve.cdf(curve.quantile(p))).isCloseTo(p, within(1e-9));
    }
  }

  @Test
  void constantWithSpike_hasTwoSteps() {
    Curve curve = Curve.of(LatencyDistribution.constant(2).withSpike(new Spike(0.25, 3)));
    assertThat(curve.cdf(1.9)).isZero();
    assertThat(curve.cdf(2)).isEqualTo(0.75);
    assertThat(curve.cdf(6)).isEqualTo(1);
    assertThat(curve.quantile(0.7)).isCloseTo(2, within(1e-9));
    assertThat(curve.quantile(0.8)).isCloseTo(6, within(1e-9));
  }
}
