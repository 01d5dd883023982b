package dev.understudy.model;

/**
 * The standard normal distribution, with {@link StrictMath} only, so that it is the same on every
 * platform. The distribution function is Marsaglia's series (Evaluating the Normal Distribution, J.
 * Statistical Software 11(4), 2004), good to about 1e-15 where it is not 0 or 1.
 */
final class StandardNormal {

  /** Beyond it the series loses its digits and the function is 0 or 1 to within 1e-15. */
  private static final double FURTHEST = 8;

  private static final double SQRT_TWO_PI = StrictMath.sqrt(2 * StrictMath.PI);

  private StandardNormal() {}

  /** The share below {@code z}. */
  static double cdf(double z) {
    if (Math.abs(z) > FURTHEST) {
      return z < 0 ? 0 : 1;
    }
    double sum = z;
    double term = z;
    double before = 0;
    for (int k = 3; sum != before; k += 2) {
      before = sum;
      term *= z * z / k;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-z * z / 2) / SQRT_TWO_PI;
  }

  /**
   * Below which the share {@code p} lies, by bisection.
   *
   * @param p above 0 and below 1
   */
  static double quantile(double p) {
    double low = -FURTHEST;
    double high = FURTHEST;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (cdf(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
