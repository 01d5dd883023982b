package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Spike;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * A distribution that was fitted, and how well it fits. Immutable.
 *
 * @param distribution what was fitted, its figures rounded to {@link #DIGITS} digits
 * @param ks the Kolmogorov-Smirnov distance: the largest difference between the measured share up
 *     to some duration and the fitted one; null where there are no samples
 * @param bic the Bayesian information criterion, less is better; null for what has no likelihood
 */
public record Candidate(
    LatencyDistribution distribution, @Nullable Double ks, @Nullable Double bic) {

  /** Significant digits of fitted figures. */
  static final int DIGITS = 5;

  /** How far from a measured percentile a fitted one may be, as a share of it. */
  static final double TOLERANCE = 0.05;

  /** As the report calls it: the shape, and the spike if there is one. */
  public String name() {
    String shape = distribution.shape().jsonName();
    return distribution.spike() == null ? shape : shape + " + spike";
  }

  /**
   * The duration that the share {@code p} does not exceed, in seconds.
   *
   * @param p above 0 and below 1
   */
  public double quantile(double p) {
    return Curve.of(distribution).quantile(p);
  }

  /**
   * True when a measured percentile may be one of this distribution: within the tolerance, or
   * within three standard errors, as the share of samples below is binomial.
   *
   * @param p above 0 and below 1
   * @param count how many samples it is of; 0 when unknown
   */
  boolean isNear(double p, double measured, long count) {
    Curve curve = Curve.of(distribution);
    if (Math.abs(curve.quantile(p) - measured) <= TOLERANCE * measured) {
      return true;
    }
    double error = count == 0 ? 0 : 3 * Math.sqrt(p * (1 - p) / (double) count);
    return (p - error <= 0 || curve.quantile(p - error) <= measured)
        && (p + error >= 1 || curve.quantile(p + error) >= measured);
  }

  /** The figures as people write them. Quantiles are rounded where they are made. */
  static LatencyDistribution rounded(LatencyDistribution exact) {
    if (exact.shape() == LatencyDistribution.Shape.QUANTILES) {
      return exact;
    }
    Spike spike = exact.spike();
    double mean = rounded(exact.mean());
    boolean normal = exact.shape() == LatencyDistribution.Shape.NORMAL;
    double most = normal ? mean * LatencyDistribution.MAX_NORMAL_RATIO : 100 * mean;
    return new LatencyDistribution(
        exact.shape(),
        mean,
        Math.min(rounded(exact.std()), most),
        exact.quantiles(),
        spike == null ? null : new Spike(rounded(spike.probability()), rounded(spike.factor())));
  }

  static double rounded(double exact) {
    return new BigDecimal(exact).round(new MathContext(DIGITS)).doubleValue();
  }
}
