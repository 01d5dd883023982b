package dev.understudy.simulation;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Spike;
import java.util.random.RandomGenerator;

/**
 * Random durations in seconds, never negative. Immutable; the generator belongs to the caller. Only
 * {@link StrictMath} and uniform draws are used, so that a seed means the same on every platform.
 */
@FunctionalInterface
public interface Distribution {

  /** The next draw, in seconds. */
  double sample(RandomGenerator random);

  /**
   * What a profile says, with every duration multiplied.
   *
   * @param factor above 0
   */
  static Distribution of(LatencyDistribution latency, double factor) {
    double mean = latency.mean() * factor;
    double std = latency.std() * factor;
    Distribution body =
        switch (latency.shape()) {
          case CONSTANT -> constant(mean);
          case NORMAL -> normal(mean, std);
          case LOGNORMAL -> lognormal(mean, std);
          case GAMMA -> std == 0 ? constant(mean) : new Gamma(mean, std);
          case QUANTILES -> new Quantiles(latency.quantiles(), factor);
        };
    Spike spike = latency.spike();
    return spike == null ? body : spiked(body, spike);
  }

  /** Always the same. */
  static Distribution constant(double seconds) {
    return random -> seconds;
  }

  /**
   * Normal, cut at 0, with exactly that mean and standard deviation; constant when it has none.
   *
   * @param mean seconds, from 0
   * @param std seconds, from 0 to 0.9 of the mean
   */
  static Distribution normal(double mean, double std) {
    return std == 0 ? constant(mean) : TruncatedNormal.of(mean, std);
  }

  /**
   * Lognormal with that mean and standard deviation: with sigma^2 = ln(1 + (std / mean)^2) and a
   * standard normal Z, mean exp(sigma Z - sigma^2 / 2) (Johnson, Kotz, Balakrishnan: Continuous
   * Univariate Distributions 1, 1994, chapter 14).
   */
  static Distribution lognormal(double mean, double std) {
    if (std == 0) {
      return constant(mean);
    }
    double ratio = std / mean;
    double variance = StrictMath.log1p(ratio * ratio);
    double sigma = StrictMath.sqrt(variance);
    return random -> mean * StrictMath.exp(sigma * TruncatedNormal.gaussian(random) - variance / 2);
  }

  /** One that now and then is longer; it takes one more draw. */
  private static Distribution spiked(Distribution body, Spike spike) {
    return random -> {
      double seconds = body.sample(random);
      return random.nextDouble() < spike.probability() ? seconds * spike.factor() : seconds;
    };
  }
}
