package dev.understudy.simulation;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.understudy.model.LatencyDistribution;
import java.util.random.RandomGenerator;

/**
 * The normal distribution cut at 0, with mu and sigma solved so that what is left has the mean and
 * standard deviation asked for. Immutable.
 *
 * <p>With a = -mu/sigma and the hazard h(a) = phi(a) / (1 - Phi(a)), the part above 0 has mean
 * sigma (h - a) and variance sigma^2 (1 + a h - h^2) [1]. Their ratio depends on a alone and grows
 * with it from 0 (a = -infinity) to 1 (the exponential), so a is found by bisection and sigma and
 * mu follow. Phi is Marsaglia's series [2]. Draws are rejections: of the normal itself where at
 * least half of it is above 0, else of Robert's shifted exponential [3]. Only {@link StrictMath}
 * and uniform draws are used, so that a seed means the same on every platform.
 *
 * <ol>
 *   <li>Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions 1 (1994), chapter 13,
 *       truncated distributions
 *   <li>Marsaglia: Evaluating the Normal Distribution, J. Statistical Software 11(4), 2004
 *   <li>Robert: Simulation of truncated normal variables, Statistics and Computing 5, 1995
 * </ol>
 */
public final class TruncatedNormal implements Distribution {

  /** Below this a the cut takes less than 1e-22: mu and sigma are the mean and deviation. */
  private static final double UNCUT = -10;

  /** At this a the ratio is 0.94, above the largest that profiles allow. */
  private static final double LARGEST_A = 3;

  private static final double SQRT_TWO_PI = StrictMath.sqrt(2 * StrictMath.PI);

  /** Few ratios exist: those of the presets and of measured profiles. */
  private static final LoadingCache<Double, Double> A_BY_RATIO =
      Caffeine.newBuilder()
          .maximumSize(4_096)
          .executor(Runnable::run) // a hand-over to another thread costs more than the upkeep
          .build(TruncatedNormal::solve);

  private final double a;
  private final double sigma;

  private TruncatedNormal(double a, double sigma) {
    this.a = a;
    this.sigma = sigma;
  }

  /**
   * The one with that mean and standard deviation.
   *
   * @param mean seconds, above 0
   * @param std seconds, above 0 and up to 0.9 of the mean
   */
  public static TruncatedNormal of(double mean, double std) {
    double ratio = std / mean;
    if (!(ratio > 0 && ratio <= LatencyDistribution.MAX_NORMAL_RATIO * (1 + 1e-9))) {
      throw new IllegalArgumentException(
          "std: %s (expected: above 0 and up to %s of the mean %s)"
              .formatted(std, LatencyDistribution.MAX_NORMAL_RATIO, mean));
    }
    if (1 / ratio >= -UNCUT) {
      return new TruncatedNormal(-1 / ratio, std);
    }
    double a = A_BY_RATIO.get(ratio);
    return new TruncatedNormal(a, mean / (hazard(a) - a));
  }

  /** The mean of the normal distribution that was cut, in seconds; may be negative. */
  public double mu() {
    return -sigma * a;
  }

  /** The standard deviation of the normal distribution that was cut, in seconds. */
  public double sigma() {
    return sigma;
  }

  @Override
  public double sample(RandomGenerator random) {
    double z = a <= 0 ? above(random) : aboveInTail(random);
    return sigma * (z - a);
  }

  private double above(RandomGenerator random) {
    double z = gaussian(random);
    while (z < a) {
      z = gaussian(random);
    }
    return z;
  }

  private double aboveInTail(RandomGenerator random) {
    double rate = (a + StrictMath.sqrt(a * a + 4)) / 2;
    while (true) {
      double z = a - StrictMath.log(1 - random.nextDouble()) / rate;
      if (random.nextDouble() <= StrictMath.exp(-(z - rate) * (z - rate) / 2)) {
        return z;
      }
    }
  }

  /** A standard normal draw by Marsaglia's polar method, without the second it could give. */
  static double gaussian(RandomGenerator random) {
    while (true) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double s = x * x + y * y;
      if (s > 0 && s < 1) {
        return x * StrictMath.sqrt(-2 * StrictMath.log(s) / s);
      }
    }
  }

  private static double solve(double ratio) {
    double low = UNCUT;
    double high = LARGEST_A;
    while (high - low > 1e-14) {
      double middle = (low + high) / 2;
      if (middle == low || middle == high) {
        break;
      }
      if (ratioAt(middle) < ratio) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double ratioAt(double a) {
    double h = hazard(a);
    return StrictMath.sqrt(1 + a * h - h * h) / (h - a);
  }

  private static double hazard(double a) {
    double density = StrictMath.exp(-a * a / 2) / SQRT_TWO_PI;
    return density / (0.5 - density * series(a));
  }

  /** a + a^3/3 + a^5/(3*5) + ..., which times the density is Phi(a) - 1/2. */
  private static double series(double a) {
    double sum = a;
    double term = a;
    double before = 0;
    for (int k = 3; sum != before; k += 2) {
      before = sum;
      term *= a * a / k;
      sum += term;
    }
    return sum;
  }
}
