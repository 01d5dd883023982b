package dev.understudy.model;

import org.jspecify.annotations.Nullable;

/**
 * The figures of a mixture-of-experts model; each may be unknown.
 *
 * @param totalParams all parameters, from 1
 * @param activeParams parameters that one token passes through, from 1 to {@code totalParams}
 * @param numExperts experts of a layer (n), from 1
 * @param expertsPerToken experts that one token uses (k), from 1 to {@code numExperts}
 * @param architecture how the experts are used
 */
public record MoEConfig(
    @Nullable Long totalParams,
    @Nullable Long activeParams,
    @Nullable Integer numExperts,
    @Nullable Integer expertsPerToken,
    @Nullable MoEArchitecture architecture) {

  /** Refuses figures that contradict each other. */
  public MoEConfig {
    Faults faults = new Faults();
    faults.atLeast(totalParams, 1, "total_params");
    faults.atLeast(activeParams, 1, "active_params");
    faults.atLeast(numExperts, 1, "num_experts");
    faults.atLeast(expertsPerToken, 1, "experts_per_token");
    if (totalParams != null && activeParams != null) {
      faults.require(
          activeParams <= totalParams,
          "active_params",
          activeParams,
          "at most total_params (" + totalParams + ")");
    }
    if (numExperts != null && expertsPerToken != null) {
      faults.require(
          expertsPerToken <= numExperts,
          "experts_per_token",
          expertsPerToken,
          "at most num_experts (" + numExperts + ")");
    }
    faults.throwIfAny();
  }

  /** Active over total parameters, above 0 and at most 1; null unless both are known. */
  public @Nullable Double activationRatio() {
    return totalParams == null || activeParams == null ? null : (double) activeParams / totalParams;
  }

  /**
   * Parameters of one expert, summed over the layers: solves total = shared + n e and active =
   * shared + k e, so e = (total - active) / (n - k); total / n, an upper bound, when n = k. Null
   * unless all four figures are known.
   */
  public @Nullable Long expertSizeParams() {
    if (totalParams == null
        || activeParams == null
        || numExperts == null
        || expertsPerToken == null) {
      return null;
    }
    int idle = numExperts - expertsPerToken;
    return idle == 0 ? totalParams / numExperts : (totalParams - activeParams) / idle;
  }
}
