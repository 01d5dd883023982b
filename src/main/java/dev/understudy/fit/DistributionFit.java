package dev.understudy.fit;

import java.util.List;

/**
 * What was fitted to one measured latency. Immutable.
 *
 * @param measured what was fitted
 * @param candidates all that were tried
 * @param chosen one of them
 * @param reason why that one, as a phrase
 */
public record DistributionFit(
    Measured measured, List<Candidate> candidates, Candidate chosen, String reason) {

  /** Copies the list. */
  public DistributionFit {
    candidates = List.copyOf(candidates);
  }

  /** Fits what a file says of a latency. */
  static DistributionFit of(Measured measured, double usualStdRatio) {
    return measured instanceof Samples samples
        ? SampleFit.of(samples)
        : SummaryFit.of((Summary) measured, usualStdRatio);
  }
}
