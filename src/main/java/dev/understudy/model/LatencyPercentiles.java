package dev.understudy.model;

import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Spike;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A latency as load tools report it, and the distribution that has these percentiles. Immutable.
 *
 * <p>A median and a 95th percentile are a lognormal's [1]. A 99th percentile beyond that
 * lognormal's, as hosted models have, is a spike: 2 % of the durations are longer by a factor. The
 * 2 % are our choice. The published percentiles of hosted models [2] are those of a lognormal body
 * with a rare spike of some 1 to 3 %; three percentiles say no more of it than one figure, which is
 * its factor, and a spike of 1 % or less would hardly move the 99th percentile. A 99th percentile
 * that falls short of it is kept as quantiles, with the logarithm of the duration a line over the
 * normal quantile on either side of the 95th percentile.
 *
 * <p>With the spike the distribution function over the standardised logarithm z is G(z) = (1 - w)
 * Phi(z) + w Phi(z - d) with w = 0.02 and d the spike's shift. Its quantiles depend on d alone, and
 * the ratio (z99 - z50) / (z95 - z50) grows with d; d is found by bisection so that it is ln(p99 /
 * p50) / ln(p95 / p50). Then sigma = ln(p95 / p50) / (z95 - z50), mu = ln(p50) - sigma z50, and the
 * factor is exp(sigma d).
 *
 * <ol>
 *   <li>Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions 1 (1994), chapter 14
 *   <li>modelstats.ai: time to first token of hosted models, pinged every five minutes for 24
 *       hours; its 99th percentiles lie beyond those of a lognormal body for all models but one
 * </ol>
 *
 * @param p50 the median in seconds, above 0 and up to 3600
 * @param p95 seconds, from {@code p50} to 3600
 * @param p99 seconds, from {@code p95} to 3600; null when not known
 */
public record LatencyPercentiles(double p50, double p95, @Nullable Double p99) {

  private static final double SPIKE_PROBABILITY = 0.02;
  private static final double LARGEST_SHIFT = 200;
  private static final double Z95 = StandardNormal.quantile(0.95);
  private static final double Z99 = StandardNormal.quantile(0.99);

  /** Where a thin tail is kept as quantiles; the outermost also stand for what lies beyond. */
  private static final double[] PROBABILITIES = {
    0.0005, 0.005, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925,
    0.95, 0.97, 0.98, 0.985, 0.99, 0.995, 0.9995
  };

  /** Refuses percentiles that are out of range or fall. */
  public LatencyPercentiles {
    Faults faults = new Faults();
    faults.require(p50 > 0 && p50 <= 3600, "p50", p50, "seconds above 0 and up to 3600");
    faults.require(p95 >= p50 && p95 <= 3600, "p95", p95, "seconds from p50 (" + p50 + ") to 3600");
    faults.require(
        p99 == null || (p99 >= p95 && p99 <= 3600),
        "p99",
        p99,
        "seconds from p95 (" + p95 + ") to 3600");
    faults.throwIfAny();
  }

  /**
   * The distribution that has these percentiles.
   *
   * @throws InvalidModelException when they lie so far apart that a distribution of the largest
   *     spread or spike allowed does not reach them
   */
  public LatencyDistribution distribution() {
    double reach = StrictMath.log(p95 / p50);
    if (p99 == null || reach == 0) {
      return p99 == null || p99 == p95 ? lognormal(0, reach / Z95) : thinTail(p99);
    }
    double ratio = StrictMath.log(p99 / p50) / reach;
    double excess = ratio - Z99 / Z95;
    if (Math.abs(excess) < 1e-6) {
      return lognormal(0, reach / Z95);
    }
    return excess < 0 ? thinTail(p99) : spiked(reach, ratio);
  }

  private LatencyDistribution spiked(double reach, double ratio) {
    double low = 0;
    double high = LARGEST_SHIFT;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      double z50 = quantile(0.5, middle);
      double reached = (quantile(0.99, middle) - z50) / (quantile(0.95, middle) - z50);
      if (reached < ratio) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double z50 = quantile(0.5, low);
    double sigma = reach / (quantile(0.95, low) - z50);
    double factor = StrictMath.exp(sigma * low);
    require(factor <= Spike.MAX_FACTOR, "p99", p99, "seconds nearer to p50 (" + p50 + ")");
    return lognormal(z50, sigma).withSpike(new Spike(SPIKE_PROBABILITY, factor));
  }

  /** The lognormal of which the median asked for is at {@code z}. */
  private LatencyDistribution lognormal(double z, double sigma) {
    if (sigma == 0) {
      return LatencyDistribution.constant(p50);
    }
    double variance = sigma * sigma;
    double ratio = StrictMath.sqrt(StrictMath.expm1(variance));
    boolean possible = ratio <= LatencyDistribution.MAX_RATIO;
    require(possible, "p95", p95, "seconds nearer to p50 (" + p50 + ")");
    double mean = p50 * StrictMath.exp(variance / 2 - sigma * z);
    return LatencyDistribution.lognormal(mean, mean * ratio);
  }

  private static void require(boolean ok, String path, @Nullable Double value, String expected) {
    Faults faults = new Faults();
    faults.require(ok, path, value, expected);
    faults.throwIfAny();
  }

  private static double quantile(double p, double shift) {
    double low = -10;
    double high = 10 + shift;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      double below =
          (1 - SPIKE_PROBABILITY) * StandardNormal.cdf(middle)
              + SPIKE_PROBABILITY * StandardNormal.cdf(middle - shift);
      if (below < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private LatencyDistribution thinTail(double last) {
    double body = StrictMath.log(p95 / p50) / Z95;
    double tail = StrictMath.log(last / p95) / (Z99 - Z95);
    List<Quantile> points = new ArrayList<>();
    for (double p : PROBABILITIES) {
      double z = StandardNormal.quantile(p);
      double log = body * Math.min(z, Z95) + tail * Math.max(0, z - Z95);
      points.add(new Quantile(p, Math.min(3600, p50 * StrictMath.exp(log))));
    }
    points.set(0, new Quantile(0, points.get(0).seconds()));
    points.set(points.size() - 1, new Quantile(1, points.get(points.size() - 1).seconds()));
    return LatencyDistribution.ofQuantiles(points);
  }
}
