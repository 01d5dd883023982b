package dev.understudy.simulation;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.LatencyProfile.RequestFeature;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Draws the times of one stream: a time to first token (TTFT), then inter-token latencies (ITL),
 * all in seconds and before any time scale. Confined to one thread, as its generator is.
 */
public final class LatencySampler {

  private final Distribution ttft;
  private final Distribution itl;
  private final RandomGenerator random;

  private LatencySampler(Distribution ttft, Distribution itl, RandomGenerator random) {
    this.ttft = ttft;
    this.itl = itl;
    this.random = random;
  }

  /**
   * The latency of a profile for a request with those features: mean and standard deviation are
   * multiplied alike.
   */
  public static LatencySampler of(
      LatencyProfile profile, Set<RequestFeature> features, RandomGenerator random) {
    return of(profile, features, LatencyOverride.NONE, random);
  }

  /**
   * As the other, but what the request overrides is taken as it stands: constant, and without
   * multipliers.
   */
  public static LatencySampler of(
      LatencyProfile profile,
      Set<RequestFeature> features,
      LatencyOverride override,
      RandomGenerator random) {
    return new LatencySampler(
        distribution(override.ttftSeconds(), profile.ttft(), profile.ttftFactor(features)),
        distribution(override.itlSeconds(), profile.itl(), profile.itlFactor(features)),
        random);
  }

  private static Distribution distribution(
      @Nullable Double fixed, LatencyDistribution latency, double factor) {
    return fixed != null ? Distribution.constant(fixed) : Distribution.of(latency, factor);
  }

  /** The next time to first token, in seconds from 0, without prefill and thinking. */
  public double ttftSeconds() {
    return ttft.sample(random);
  }

  /** The next time between two tokens, in seconds from 0. */
  public double itlSeconds() {
    return itl.sample(random);
  }
}
