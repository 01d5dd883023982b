package dev.understudy.model;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How fast a model answers. All times are seconds. A multiplier applies when the request has the
 * feature, to mean and standard deviation alike, and multipliers multiply together.
 *
 * @param ttftMean mean time to first token (TTFT), above 0
 * @param ttftStd its standard deviation, from 0 to 0.9 of the mean
 * @param itlMean mean time between two tokens (inter-token latency, ITL), from 0
 * @param itlStd its standard deviation, from 0 to 0.9 of the mean
 * @param visionMultiplier on TTFT when the request has an image, above 0
 * @param audioMultiplier on TTFT when the request has audio, above 0
 * @param videoMultiplier on TTFT when the request has video, above 0
 * @param reasoningMultiplier on TTFT and ITL when the model reasons on the request, above 0
 * @param toolCallingMultiplier on TTFT and ITL when the request gives tools, above 0
 * @param basis where the figures come from; null when not said
 * @param source whose figures they are; null when not said
 */
public record LatencyProfile(
    double ttftMean,
    double ttftStd,
    double itlMean,
    double itlStd,
    double visionMultiplier,
    double audioMultiplier,
    double videoMultiplier,
    double reasoningMultiplier,
    double toolCallingMultiplier,
    @Nullable LatencyBasis basis,
    @Nullable String source) {

  /** Default of {@link #visionMultiplier}. */
  public static final double VISION_MULTIPLIER = 1.5;

  /** Default of {@link #audioMultiplier}. */
  public static final double AUDIO_MULTIPLIER = 1.3;

  /** Default of {@link #videoMultiplier}. */
  public static final double VIDEO_MULTIPLIER = 2.0;

  /** Default of {@link #reasoningMultiplier}. */
  public static final double REASONING_MULTIPLIER = 2.5;

  /** Default of {@link #toolCallingMultiplier}. */
  public static final double TOOL_CALLING_MULTIPLIER = 1.2;

  /**
   * TTFT's standard deviation over its mean, where only the mean is known: the original's 0.1/0.3.
   */
  public static final double TTFT_STD_RATIO = 1.0 / 3;

  /**
   * ITL's standard deviation over its mean, where only the mean is known: the original's 0.02/0.05.
   */
  public static final double ITL_STD_RATIO = 0.4;

  /**
   * Above this ratio of standard deviation to mean a normal distribution that is cut at 0 can no
   * longer have both.
   */
  public static final double MAX_STD_RATIO = 0.9;

  private static final double LONGEST_SECONDS = 3600;

  /** Refuses times and multipliers that cannot be. */
  public LatencyProfile {
    Faults faults = new Faults();
    inRange(faults, ttftMean, Double.MIN_VALUE, "ttft_mean", "seconds above 0 and up to 3600");
    inRange(faults, itlMean, 0, "itl_mean", "seconds from 0 to 3600");
    spread(faults, ttftStd, ttftMean, "ttft_std");
    spread(faults, itlStd, itlMean, "itl_std");
    multiplier(faults, visionMultiplier, "vision_multiplier");
    multiplier(faults, audioMultiplier, "audio_multiplier");
    multiplier(faults, videoMultiplier, "video_multiplier");
    multiplier(faults, reasoningMultiplier, "reasoning_multiplier");
    multiplier(faults, toolCallingMultiplier, "tool_calling_multiplier");
    faults.throwIfAny();
  }

  private static void inRange(
      Faults faults, double seconds, double least, String path, String expected) {
    faults.require(seconds >= least && seconds <= LONGEST_SECONDS, path, seconds, expected);
  }

  /** A mean that is itself at fault says nothing about the spread. */
  private static void spread(Faults faults, double std, double mean, String path) {
    faults.require(
        std >= 0 && (std <= MAX_STD_RATIO * mean || !(mean >= 0)),
        path,
        std,
        "seconds from 0 to %s times the mean (%s); a wider spread needs a lognormal distribution"
            .formatted(MAX_STD_RATIO, mean));
  }

  private static void multiplier(Faults faults, double factor, String path) {
    faults.require(factor > 0 && factor <= 1000, path, factor, "a factor above 0 and up to 1000");
  }

  /** A profile of two means, with the default spread and multipliers. */
  public static LatencyProfile ofMeans(double ttftMean, double itlMean) {
    return of(ttftMean, ttftMean * TTFT_STD_RATIO, itlMean, itlMean * ITL_STD_RATIO);
  }

  /** A profile with the default multipliers. */
  public static LatencyProfile of(double ttftMean, double ttftStd, double itlMean, double itlStd) {
    return new LatencyProfile(
        ttftMean,
        ttftStd,
        itlMean,
        itlStd,
        VISION_MULTIPLIER,
        AUDIO_MULTIPLIER,
        VIDEO_MULTIPLIER,
        REASONING_MULTIPLIER,
        TOOL_CALLING_MULTIPLIER,
        null,
        null);
  }

  /** A copy with another reasoning multiplier. */
  public LatencyProfile withReasoningMultiplier(double factor) {
    return new LatencyProfile(
        ttftMean,
        ttftStd,
        itlMean,
        itlStd,
        visionMultiplier,
        audioMultiplier,
        videoMultiplier,
        factor,
        toolCallingMultiplier,
        basis,
        source);
  }

  /** A copy that says where its figures come from. */
  public LatencyProfile withBasis(@Nullable LatencyBasis newBasis, @Nullable String newSource) {
    return new LatencyProfile(
        ttftMean,
        ttftStd,
        itlMean,
        itlStd,
        visionMultiplier,
        audioMultiplier,
        videoMultiplier,
        reasoningMultiplier,
        toolCallingMultiplier,
        newBasis,
        newSource);
  }

  /** The factor on TTFT for a request with those features. */
  public double ttftFactor(Set<RequestFeature> features) {
    double factor = itlFactor(features);
    factor *= features.contains(RequestFeature.IMAGE) ? visionMultiplier : 1;
    factor *= features.contains(RequestFeature.AUDIO) ? audioMultiplier : 1;
    factor *= features.contains(RequestFeature.VIDEO) ? videoMultiplier : 1;
    return factor;
  }

  /** The factor on ITL for a request with those features. */
  public double itlFactor(Set<RequestFeature> features) {
    double factor = features.contains(RequestFeature.REASONING) ? reasoningMultiplier : 1;
    return features.contains(RequestFeature.TOOLS) ? factor * toolCallingMultiplier : factor;
  }

  /** What a request may have that makes a model slower. */
  public enum RequestFeature implements Named {
    /** An image part. */
    IMAGE,
    /** An audio part. */
    AUDIO,
    /** A video part. */
    VIDEO,
    /** The model reasons on this request. */
    REASONING,
    /** Tools are given. */
    TOOLS;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
