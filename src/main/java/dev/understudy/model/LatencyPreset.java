package dev.understudy.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Latency by size class, for models that nobody measured. The figures are rounded medians of the
 * models of each class among the medians published by Artificial Analysis (read 2026-07-05); the
 * table that names them is {@code src/test/resources/latency-slugs.csv}.
 */
public enum LatencyPreset implements Named {
  /** Up to 15 billion parameters. */
  SMALL(0.52, 0.011, 1),
  /** Up to 80 billion parameters, and all of unknown size. */
  MEDIUM(0.68, 0.011, 1),
  /** Up to 300 billion parameters. */
  LARGE(0.68, 0.016, 1),
  /** Above 300 billion parameters. */
  XLARGE(0.84, 0.017, 1),
  /** Models that think before they answer; the thinking is the multiplier's. */
  REASONING(0.96, 0.011, LatencyProfile.REASONING_MULTIPLIER);

  private static final long BILLION = 1_000_000_000L;

  private final String jsonName = name().toLowerCase(Locale.ROOT);
  private final LatencyProfile profile;

  LatencyPreset(double ttftMean, double itlMean, double reasoningMultiplier) {
    this.profile =
        LatencyProfile.ofMeans(ttftMean, itlMean)
            .withReasoningMultiplier(reasoningMultiplier)
            .withBasis(LatencyBasis.PRESET, "preset " + jsonName);
  }

  /** The preset of a model of that size; medium when the size is unknown. */
  public static LatencyPreset ofSize(@Nullable Long parameterCount) {
    if (parameterCount == null) {
      return MEDIUM;
    }
    if (parameterCount <= 15 * BILLION) {
      return SMALL;
    }
    if (parameterCount <= 80 * BILLION) {
      return MEDIUM;
    }
    return parameterCount <= 300 * BILLION ? LARGE : XLARGE;
  }

  /** The latency of the class. */
  public LatencyProfile profile() {
    return profile;
  }

  @Override
  public String jsonName() {
    return jsonName;
  }
}
