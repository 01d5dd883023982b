package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.simulation.TruncatedNormal;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Trigamma;
import org.jspecify.annotations.Nullable;

/**
 * A family of distributions that is fitted by maximum likelihood. All are exponential families of
 * the duration, its square and its logarithm, so that {@link Moments} say all of a sample.
 */
enum Family {
  /**
   * Of a normal distribution cut at a known point the likeliest has the sample's mean and deviation
   * (Cohen: On Estimating the Mean and Standard Deviation of Truncated Normal Distributions, JASA
   * 44, 1949).
   */
  NORMAL {
    @Override
    @Nullable LatencyDistribution fit(Moments m) {
      boolean narrow = m.std() > 0 && m.std() <= LatencyDistribution.MAX_NORMAL_RATIO * m.mean();
      return narrow ? LatencyDistribution.normal(m.mean(), m.std()) : null;
    }

    /** Where the derivative of the likelihood by the factor, a quadratic in it, is 0. */
    @Override
    double factor(Moments spiked, LatencyDistribution body) {
      TruncatedNormal cut = TruncatedNormal.of(body.mean(), body.std());
      double square = spiked.mean() * spiked.mean() + spiked.std() * spiked.std();
      double shift = cut.mu() * spiked.mean();
      double variance = cut.sigma() * cut.sigma();
      return 2 * square / (shift + Math.sqrt(shift * shift + 4 * variance * square));
    }
  },

  /** The logarithm is normal, with the mean and deviation of the sample's logarithms. */
  LOGNORMAL {
    @Override
    @Nullable LatencyDistribution fit(Moments m) {
      double variance = m.logVariance();
      if (!(variance > 0 && variance < LARGEST_LOG_VARIANCE)) {
        return null;
      }
      double mean = Math.exp(m.meanLog() + variance / 2);
      return LatencyDistribution.lognormal(mean, mean * Math.sqrt(Math.expm1(variance)));
    }

    @Override
    double factor(Moments spiked, LatencyDistribution body) {
      double ratio = body.std() / body.mean();
      return Math.exp(spiked.meanLog() - Math.log(body.mean()) + Math.log1p(ratio * ratio) / 2);
    }
  },

  /**
   * The shape by Newton's method on its inverse (Minka: Estimating a Gamma distribution, 2002), the
   * mean that of the sample.
   */
  GAMMA {
    @Override
    @Nullable LatencyDistribution fit(Moments m) {
      double excess = Math.log(m.mean()) - m.meanLog();
      if (!(excess > 0 && excess < LARGEST_GAMMA_EXCESS)) {
        return null;
      }
      double shape = 0.5 / excess;
      for (int i = 0; i < 20; i++) {
        double slope = shape * shape * (1 / shape - Trigamma.value(shape));
        shape = 1 / (1 / shape + (Math.log(shape) - Digamma.value(shape) - excess) / slope);
      }
      return LatencyDistribution.gamma(m.mean(), m.mean() / Math.sqrt(shape));
    }

    @Override
    double factor(Moments spiked, LatencyDistribution body) {
      return spiked.mean() / body.mean();
    }
  };

  /** Of a standard deviation of 50 means, half of what a profile may have. */
  private static final double LARGEST_LOG_VARIANCE = Math.log1p(50 * 50);

  /** Of a shape of about 0.01, a standard deviation of 10 means. */
  private static final double LARGEST_GAMMA_EXCESS = 50;

  /** The likeliest of the family; null when it has none for such a sample. */
  abstract @Nullable LatencyDistribution fit(Moments moments);

  /**
   * The likeliest factor of spikes on a body.
   *
   * @param spiked the durations that are spikes
   */
  abstract double factor(Moments spiked, LatencyDistribution body);
}
