package dev.understudy.simulation;

import dev.understudy.model.LatencyDistribution.Quantile;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A measured distribution: straight lines between its quantiles, drawn by inversion. Immutable. */
final class Quantiles implements Distribution {

  private final double[] probabilities;
  private final double[] seconds;

  /** At least two quantiles, from probability 0 to 1. */
  Quantiles(List<Quantile> quantiles, double factor) {
    this.probabilities = quantiles.stream().mapToDouble(Quantile::p).toArray();
    this.seconds = quantiles.stream().mapToDouble(q -> q.seconds() * factor).toArray();
  }

  @Override
  public double sample(RandomGenerator random) {
    double p = random.nextDouble();
    int found = Arrays.binarySearch(probabilities, p);
    if (found >= 0) {
      return seconds[found];
    }
    int above = -found - 1;
    double share =
        (p - probabilities[above - 1]) / (probabilities[above] - probabilities[above - 1]);
    return seconds[above - 1] + share * (seconds[above] - seconds[above - 1]);
  }
}
