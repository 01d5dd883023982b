package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.simulation.Distribution;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Samples of known distributions, drawn by the engine that plays them. */
final class Draws {

  private Draws() {}

  static double[] of(LatencyDistribution latency, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    Distribution distribution = Distribution.of(latency, 1);
    double[] draws = new double[count];
    Arrays.setAll(draws, i -> distribution.sample(random));
    return draws;
  }
}
