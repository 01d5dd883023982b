package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Spike;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Fits distributions to samples and chooses one: a constant if there is no spread to speak of; else
 * the family of the lowest Bayesian information criterion (Schwarz: Estimating the Dimension of a
 * Model, Annals of Statistics 6, 1978) among those that are close; else quantiles.
 */
final class SampleFit {

  /** A spread below this share of the mean is none. */
  static final double CONSTANT = 0.001;

  /** The distance below which a fit is close, whatever the number of samples. */
  private static final double CLOSE = 0.02;

  /** Of the Kolmogorov-Smirnov distribution, at a level of 1 %, over the root of the number. */
  private static final double CRITICAL = 1.63;

  /** Likelihoods are of at most so many durations: more say hardly more and take longer. */
  private static final int MOST = 10_000;

  /** And the distance is taken at so many. */
  private static final int PLACES = 20_000;

  /** A spike must be worth this much of the criterion: strong evidence (Kass, Raftery, 1995). */
  private static final double STRONG = 10;

  private static final int LEAST_SPIKES = 5;
  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

  private static final double[] QUANTILES = {
    0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55,
    0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.985, 0.99, 0.9925, 0.995,
    0.9975, 0.999, 0.9995, 0.9999
  };

  private final Samples samples;
  private final double[] thinned;

  private SampleFit(Samples samples) {
    this.samples = samples;
    this.thinned = samples.thinned(MOST);
  }

  static DistributionFit of(Samples samples) {
    return new SampleFit(samples).fit();
  }

  private DistributionFit fit() {
    Candidate constant = constant();
    if (constant != null) {
      String reason = "the spread is below %s of the mean".formatted(CONSTANT);
      return new DistributionFit(samples, List.of(constant), constant, reason);
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Family family : Family.values()) {
      Candidate fitted = fit(family);
      if (fitted != null) {
        candidates.add(fitted);
      }
    }
    Candidate best =
        candidates.stream()
            .filter(this::isClose)
            .min(Comparator.comparing(candidate -> Objects.requireNonNull(candidate.bic())))
            .orElse(null);
    Candidate quantiles = candidate(quantiles(), null);
    candidates.add(quantiles);
    if (best == null) {
      return new DistributionFit(
          samples, candidates, quantiles, "no family is close to what was measured");
    }
    return new DistributionFit(samples, candidates, best, "the likeliest of the families (BIC)");
  }

  /** Nearly all durations are the median, or all others one multiple of it; null otherwise. */
  private @Nullable Candidate constant() {
    double median = samples.quantile(0.5);
    double below = samples.shareBelow(median * (1 - CONSTANT));
    double body = samples.shareUpTo(median * (1 + CONSTANT)) - below;
    LatencyDistribution latency = LatencyDistribution.constant(Candidate.rounded(median));
    double rest = 1 - body;
    double apart = rest;
    if (median > 0 && rest * samples.count() >= LEAST_SPIKES && rest <= SpikeFit.MOST_PROBABLE) {
      double longer = samples.quantile(1 - rest / 2);
      double factor = longer / median;
      double at = samples.shareUpTo(longer * (1 + CONSTANT));
      apart = rest - at + samples.shareBelow(longer * (1 - CONSTANT));
      if (factor >= SpikeFit.LEAST_FACTOR && factor <= 1000) {
        latency = latency.withSpike(new Spike(rest, factor));
      }
    }
    return apart <= CONSTANT ? new Candidate(Candidate.rounded(latency), apart, null) : null;
  }

  private @Nullable Candidate fit(Family family) {
    LatencyDistribution plain = family.fit(samples.moments());
    if (plain == null || !(plain.std() <= 100 * plain.mean())) {
      return null;
    }
    double bic = bic(plain);
    LatencyDistribution spiked = SpikeFit.of(family, plain, samples, MOST);
    if (spiked != null && isThere(Objects.requireNonNull(spiked.spike()))) {
      double withSpike = bic(spiked);
      if (withSpike < bic - STRONG) {
        return candidate(spiked, withSpike);
      }
    }
    return candidate(plain, bic);
  }

  private boolean isThere(Spike spike) {
    return spike.probability() * samples.count() >= LEAST_SPIKES;
  }

  private double bic(LatencyDistribution latency) {
    ContinuousDistribution body = Curve.smooth(latency);
    Spike spike = latency.spike();
    double sum = 0;
    for (double x : thinned) {
      double plain = body.logDensity(x);
      sum += spike == null ? plain : spiked(plain, body, spike, x);
    }
    double count = samples.count();
    return -2 * sum / thinned.length * count + (spike == null ? 2 : 4) * Math.log(count);
  }

  private static double spiked(double plain, ContinuousDistribution body, Spike spike, double x) {
    double without = Math.log1p(-spike.probability()) + plain;
    double with =
        Math.log(spike.probability() / spike.factor()) + body.logDensity(x / spike.factor());
    return Math.max(without, with) + Math.log1p(Math.exp(-Math.abs(without - with)));
  }

  private Candidate candidate(LatencyDistribution exact, @Nullable Double bic) {
    LatencyDistribution latency = Candidate.rounded(exact);
    return new Candidate(latency, distance(Curve.of(latency)), bic);
  }

  /** The Kolmogorov-Smirnov distance, at up to {@link #PLACES} of the durations. */
  private double distance(Curve curve) {
    double largest = 0;
    long count = samples.count();
    long points = Math.min(count, PLACES);
    for (long i = 0; i < points; i++) {
      double x = samples.get((int) (i * count / points));
      double fitted = curve.cdf(x);
      double above = Math.abs(samples.shareUpTo(x) - fitted);
      double below = Math.abs(samples.shareBelow(x) - curve.cdf(Math.nextDown(x)));
      largest = Math.max(largest, Math.max(above, below));
    }
    return largest;
  }

  /** The distance is small or may be chance, and the percentiles are near. */
  private boolean isClose(Candidate candidate) {
    long count = samples.count();
    double distance = Objects.requireNonNull(candidate.ks());
    return distance <= Math.max(CLOSE, CRITICAL / Math.sqrt((double) count))
        && Arrays.stream(PERCENTILES)
            .allMatch(p -> candidate.isNear(p, samples.quantile(p), count));
  }

  /** As measured; a point only where a sample is beyond it. */
  private LatencyDistribution quantiles() {
    List<Quantile> points = new ArrayList<>();
    points.add(new Quantile(0, Candidate.rounded(samples.quantile(0))));
    for (double p : QUANTILES) {
      if (Math.min(p, 1 - p) * samples.count() >= 1) {
        points.add(new Quantile(p, Candidate.rounded(samples.quantile(p))));
      }
    }
    points.add(new Quantile(1, Candidate.rounded(samples.quantile(1))));
    return LatencyDistribution.ofQuantiles(points);
  }
}
