package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Spike;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The likeliest distribution of a family with a spike: with probability w a draw is f times as
 * long. Found by expectation and conditional maximisation: the share of each duration that is a
 * spike, then w, the body of all durations with spikes divided by f, then f (Dempster, Laird,
 * Rubin: Maximum Likelihood from Incomplete Data, JRSS B 39, 1977; Meng, Rubin: ECM, Biometrika 80,
 * 1993). Confined to one thread.
 */
final class SpikeFit {

  /** Spikes are rare, or they are another half of the distribution. */
  static final double MOST_PROBABLE = 0.2;

  /** And much longer, or they are its tail. */
  static final double LEAST_FACTOR = 1.5;

  private static final double[] FIRST_FACTORS = {2, 4, 10};
  private static final double FIRST_PROBABILITY = 0.02;
  private static final int FEW = 2_000;
  private static final int FIRST_ROUNDS = 30;
  private static final int ROUNDS = 500;
  private static final double CONVERGED = 1e-8;

  /** In logarithms of likelihood; well below what makes a spike worth its two parameters. */
  private static final double WORTH_A_LOOK = 5;

  private final Family family;
  private LatencyDistribution body;
  private double probability = FIRST_PROBABILITY;
  private double factor;
  private double logLikelihood = Double.NEGATIVE_INFINITY;

  private SpikeFit(Family family, LatencyDistribution body, double factor) {
    this.family = family;
    this.body = body;
    this.factor = factor;
  }

  /**
   * The likeliest with a spike; null when there is none that is rare and long enough, or a first
   * look at few durations says that it is worth nothing.
   *
   * @param body the likeliest without a spike
   * @param most of at most so many durations
   */
  static @Nullable LatencyDistribution of(
      Family family, LatencyDistribution body, Samples samples, int most) {
    double[] few = samples.thinned(FEW);
    double without = logLikelihood(Curve.smooth(body), few);
    SpikeFit best = null;
    for (double first : FIRST_FACTORS) {
      SpikeFit start = new SpikeFit(family, body, first);
      if (start.run(few, FIRST_ROUNDS)
          && (best == null || start.logLikelihood > best.logLikelihood)) {
        best = start;
      }
    }
    if (best == null
        || (best.logLikelihood - without) * samples.count() < WORTH_A_LOOK
        || !best.run(samples.thinned(most), ROUNDS)) {
      return null;
    }
    return best.body.withSpike(new Spike(best.probability, best.factor));
  }

  private static double logLikelihood(ContinuousDistribution distribution, double[] seconds) {
    return Arrays.stream(seconds).map(distribution::logDensity).average().orElse(0);
  }

  /** False when the spike has vanished or is none. */
  private boolean run(double[] seconds, int rounds) {
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < rounds; i++) {
      if (!round(seconds)) {
        return false;
      }
      if (Math.abs(logLikelihood - before) < CONVERGED) {
        break;
      }
      before = logLikelihood;
    }
    return probability <= MOST_PROBABLE && factor >= LEAST_FACTOR;
  }

  private boolean round(double[] seconds) {
    ContinuousDistribution plain = Curve.smooth(body);
    Moments.Sums all = new Moments.Sums();
    Moments.Sums spiked = new Moments.Sums();
    double sum = 0;
    for (double x : seconds) {
      double without = Math.log1p(-probability) + plain.logDensity(x);
      double with = Math.log(probability / factor) + plain.logDensity(x / factor);
      double share = 1 / (1 + Math.exp(without - with));
      sum += Math.max(without, with) + Math.log1p(Math.exp(-Math.abs(without - with)));
      all.add(x, 1 - share);
      all.add(x / factor, share);
      spiked.add(x, share);
    }
    logLikelihood = sum / seconds.length;
    probability = spiked.weight() / seconds.length;
    LatencyDistribution next = probability > 0 ? family.fit(all.moments()) : null;
    if (next == null || !(probability <= 0.5)) {
      return false;
    }
    body = next;
    factor = family.factor(spiked.moments(), body);
    return factor >= 1 && factor <= 1000;
  }
}
