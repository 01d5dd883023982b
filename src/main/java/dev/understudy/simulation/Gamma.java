package dev.understudy.simulation;

import java.util.random.RandomGenerator;

/**
 * The gamma distribution of shape (mean / std)^2 and scale std^2 / mean, drawn by rejection: a cube
 * of a normal for shapes from 1, and such a draw of one shape more times U^(1/shape) below
 * (Marsaglia, Tsang: A Simple Method for Generating Gamma Variables, ACM TOMS 26(3), 2000).
 * Immutable.
 */
final class Gamma implements Distribution {

  private final double shape;
  private final double scale;
  private final double d;
  private final double c;

  /** Both above 0, in seconds. */
  Gamma(double mean, double std) {
    this.shape = mean / std * (mean / std);
    this.scale = std * (std / mean);
    this.d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
    this.c = 1 / StrictMath.sqrt(9 * d);
  }

  @Override
  public double sample(RandomGenerator random) {
    double drawn = scale * d * cubed(random);
    return shape < 1 ? drawn * StrictMath.pow(1 - random.nextDouble(), 1 / shape) : drawn;
  }

  private double cubed(RandomGenerator random) {
    while (true) {
      double x = TruncatedNormal.gaussian(random);
      double v = 1 + c * x;
      if (v > 0) {
        v = v * v * v;
        double u = 1 - random.nextDouble();
        if (StrictMath.log(u) < x * x / 2 + d * (1 - v + StrictMath.log(v))) {
          return v;
        }
      }
    }
  }
}
