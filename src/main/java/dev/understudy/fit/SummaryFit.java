package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyPercentiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fits distributions to a summary: each family by mean and standard deviation, a lognormal (with a
 * spike where p99 asks for one, {@link LatencyPercentiles}) by percentiles, and the percentiles
 * themselves. Chosen is the family whose stated percentiles are off by least, if all are near; else
 * the percentiles if there are enough, else that family.
 */
final class SummaryFit {

  /** With fewer percentiles straight lines between them are too coarse. */
  private static final int LEAST_PERCENTILES = 5;

  private final Summary summary;
  private final double usualStdRatio;

  private SummaryFit(Summary summary, double usualStdRatio) {
    this.summary = summary;
    this.usualStdRatio = usualStdRatio;
  }

  static DistributionFit of(Summary summary, double usualStdRatio) {
    return new SummaryFit(summary, usualStdRatio).fit();
  }

  private DistributionFit fit() {
    List<Candidate> families = new ArrayList<>();
    families.addAll(byMoments());
    LatencyDistribution byPercentiles = byPercentiles();
    if (byPercentiles != null) {
      families.add(candidate(byPercentiles));
    }
    Candidate best =
        families.stream().min(Comparator.comparingDouble(this::worstError)).orElseThrow();
    List<Candidate> all = new ArrayList<>(families);
    boolean enough = summary.percentiles().size() >= LEAST_PERCENTILES;
    if (enough) {
      all.add(candidate(quantiles()));
    }
    if (enough && !isClose(best)) {
      return new DistributionFit(
          summary, all, all.get(all.size() - 1), "no family is close to the percentiles");
    }
    String reason =
        summary.percentiles().isEmpty()
            ? "there are no percentiles that could tell the shape"
            : "the percentiles are off by least";
    return new DistributionFit(summary, all, best, reason);
  }

  private List<Candidate> byMoments() {
    Double mean = summary.mean();
    if (mean == null) {
      return List.of();
    }
    Double given = summary.std();
    double std = given != null ? given : mean * usualStdRatio;
    if (std <= SampleFit.CONSTANT * mean) {
      return List.of(candidate(LatencyDistribution.constant(mean)));
    }
    List<Candidate> candidates = new ArrayList<>();
    if (std <= LatencyDistribution.MAX_NORMAL_RATIO * mean) {
      candidates.add(candidate(LatencyDistribution.normal(mean, std)));
    }
    double wide = Math.min(std, 100 * mean);
    candidates.add(candidate(LatencyDistribution.lognormal(mean, wide)));
    candidates.add(candidate(LatencyDistribution.gamma(mean, wide)));
    return candidates;
  }

  private @Nullable LatencyDistribution byPercentiles() {
    NavigableMap<Double, Double> known = summary.percentiles();
    Double p50 = known.get(0.5);
    Double p95 = known.get(0.95);
    Double mean = summary.mean();
    if (p50 != null && p50 > 0 && p95 != null) {
      return new LatencyPercentiles(p50, p95, known.get(0.99)).distribution();
    }
    return mean == null ? LatencyDistribution.constant(Objects.requireNonNull(p50)) : null;
  }

  /** The outermost percentiles stand for what lies beyond them. */
  private LatencyDistribution quantiles() {
    List<Quantile> points = new ArrayList<>();
    for (Map.Entry<Double, Double> known : summary.percentiles().entrySet()) {
      points.add(new Quantile(known.getKey(), Candidate.rounded(known.getValue())));
    }
    if (points.get(0).p() > 0) {
      points.add(0, new Quantile(0, points.get(0).seconds()));
    }
    Quantile last = points.get(points.size() - 1);
    if (last.p() < 1) {
      points.add(new Quantile(1, last.seconds()));
    }
    return LatencyDistribution.ofQuantiles(points);
  }

  private static Candidate candidate(LatencyDistribution exact) {
    return new Candidate(Candidate.rounded(exact), null, null);
  }

  private boolean isClose(Candidate candidate) {
    return tellingPercentiles().entrySet().stream()
        .allMatch(known -> candidate.isNear(known.getKey(), known.getValue(), summary.count()));
  }

  /** Further out a few samples decide. */
  private NavigableMap<Double, Double> tellingPercentiles() {
    return summary.percentiles().subMap(0.1, true, 0.99, true);
  }

  /** The largest difference from a stated percentile, as a share of it. */
  private double worstError(Candidate candidate) {
    double worst = 0;
    for (Map.Entry<Double, Double> known : tellingPercentiles().entrySet()) {
      double off = Math.abs(candidate.quantile(known.getKey()) - known.getValue());
      worst = Math.max(worst, off == 0 ? 0 : off / known.getValue());
    }
    return worst;
  }
}
