package dev.understudy.fit;

import dev.understudy.model.LatencyBasis;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyProfile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A latency profile that was made of measurements, and how. Immutable.
 *
 * @param measurements what it was made of
 * @param ttft how TTFT was fitted, without prefill where that was fitted
 * @param itl how ITL was fitted
 * @param prefill what a prompt token takes; null where that is unknown
 * @param profile the profile
 */
public record ProfileFit(
    Measurements measurements,
    DistributionFit ttft,
    DistributionFit itl,
    @Nullable PrefillFit prefill,
    LatencyProfile profile) {

  /**
   * Fits a profile. Its multiplier of reasoning is 1, as what was measured is what is to be played.
   *
   * @param file what was read
   * @param source whose figures they are, for the catalog; null to name the form and the file
   * @throws UnusableFileException when no profile can have such a latency
   */
  public static ProfileFit of(Measurements measurements, Path file, @Nullable String source) {
    String whose =
        source != null ? source : "%s (%s)".formatted(measurements.form(), file.getFileName());
    PrefillFit prefill = PrefillFit.of(measurements.ttftSeconds(), measurements.promptTokens());
    Measured first =
        measurements.ttftWithoutPrefill(prefill == null ? 0 : prefill.secondsPerToken());
    DistributionFit ttft = DistributionFit.of(first, LatencyDistribution.TTFT_STD_RATIO);
    DistributionFit itl = DistributionFit.of(measurements.itl(), LatencyDistribution.ITL_STD_RATIO);
    LatencyDistribution chosen = ttft.chosen().distribution();
    if (!(chosen.mean() > 0)) {
      throw UnusableFileException.at("time to first token", "a mean of 0", "above 0 seconds");
    }
    LatencyProfile profile =
        LatencyProfile.of(chosen, itl.chosen().distribution())
            .withReasoningMultiplier(1)
            .withBasis(LatencyBasis.MEASURED, whose);
    return new ProfileFit(
        measurements,
        ttft,
        itl,
        prefill,
        prefill == null ? profile : profile.withPrefillSecondsPerToken(prefill.secondsPerToken()));
  }
}
