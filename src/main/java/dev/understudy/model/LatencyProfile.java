package dev.understudy.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How fast a model answers. All times are seconds. A multiplier applies when the request has the
 * feature, to mean and standard deviation alike, and multipliers multiply together.
 *
 * @param ttft time to first token (TTFT), without prefill and thinking; its mean is above 0
 * @param itl time between two tokens (inter-token latency, ITL)
 * @param visionMultiplier on TTFT when the request has an image, above 0
 * @param audioMultiplier on TTFT when the request has audio, above 0
 * @param videoMultiplier on TTFT when the request has video, above 0
 * @param reasoningMultiplier on TTFT and ITL when the model reasons on the request, above 0;
 *     without effect where there are thinking tokens
 * @param toolCallingMultiplier on TTFT and ITL when the request gives tools, above 0
 * @param basis where the figures come from; null when not said
 * @param source whose figures they are; null when not said
 * @param prefillSecondsPerToken added to TTFT for each prompt token that is not cached, from 0 to 1
 * @param thinkingTokens tokens before those of the answer; null for none
 * @param prefixCache how beginnings of prompts are remembered; null when they are not
 * @param capacity how many requests are served at once; null for any number
 */
public record LatencyProfile(
    LatencyDistribution ttft,
    LatencyDistribution itl,
    double visionMultiplier,
    double audioMultiplier,
    double videoMultiplier,
    double reasoningMultiplier,
    double toolCallingMultiplier,
    @Nullable LatencyBasis basis,
    @Nullable String source,
    double prefillSecondsPerToken,
    @Nullable ThinkingTokens thinkingTokens,
    @Nullable PrefixCache prefixCache,
    @Nullable Capacity capacity) {

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

  /** Refuses times and multipliers that cannot be. */
  public LatencyProfile {
    Faults faults = new Faults();
    faults.require(ttft.mean() > 0, "ttft_mean", ttft.mean(), "seconds above 0 and up to 3600");
    multiplier(faults, visionMultiplier, "vision_multiplier");
    multiplier(faults, audioMultiplier, "audio_multiplier");
    multiplier(faults, videoMultiplier, "video_multiplier");
    multiplier(faults, reasoningMultiplier, "reasoning_multiplier");
    multiplier(faults, toolCallingMultiplier, "tool_calling_multiplier");
    faults.require(
        prefillSecondsPerToken >= 0 && prefillSecondsPerToken <= 1,
        "prefill_seconds_per_token",
        prefillSecondsPerToken,
        "seconds from 0 to 1");
    faults.require(
        capacity == null || itl.mean() > 0,
        "capacity",
        "given",
        "none where itl_mean is 0, as an engine's step takes time");
    faults.throwIfAny();
  }

  private static void multiplier(Faults faults, double factor, String path) {
    faults.require(factor > 0 && factor <= 1000, path, factor, "a factor above 0 and up to 1000");
  }

  /** A profile of two means, with the default spread and multipliers. */
  public static LatencyProfile ofMeans(double ttftMean, double itlMean) {
    return of(
        ttftMean,
        ttftMean * LatencyDistribution.TTFT_STD_RATIO,
        itlMean,
        itlMean * LatencyDistribution.ITL_STD_RATIO);
  }

  /** A profile of normal distributions with the default multipliers. */
  public static LatencyProfile of(double ttftMean, double ttftStd, double itlMean, double itlStd) {
    Faults faults = new Faults();
    LatencyDistribution ttft =
        faults.prefixed("ttft_", () -> LatencyDistribution.normal(ttftMean, ttftStd));
    LatencyDistribution itl =
        faults.prefixed("itl_", () -> LatencyDistribution.normal(itlMean, itlStd));
    faults.throwIfAny();
    return of(Objects.requireNonNull(ttft), Objects.requireNonNull(itl));
  }

  /** A profile of these distributions with the default multipliers. */
  public static LatencyProfile of(LatencyDistribution ttft, LatencyDistribution itl) {
    return new LatencyProfile(
        ttft,
        itl,
        VISION_MULTIPLIER,
        AUDIO_MULTIPLIER,
        VIDEO_MULTIPLIER,
        REASONING_MULTIPLIER,
        TOOL_CALLING_MULTIPLIER,
        null,
        null,
        0,
        null,
        null,
        null);
  }

  /** Mean TTFT in seconds, without prefill, thinking and spike. */
  public double ttftMean() {
    return ttft.mean();
  }

  /** Standard deviation of that TTFT in seconds. */
  public double ttftStd() {
    return ttft.std();
  }

  /** Mean ITL in seconds, without spike. */
  public double itlMean() {
    return itl.mean();
  }

  /** Standard deviation of that ITL in seconds. */
  public double itlStd() {
    return itl.std();
  }

  /** A copy with another reasoning multiplier. */
  public LatencyProfile withReasoningMultiplier(double factor) {
    return copy(factor, prefillSecondsPerToken, thinkingTokens, prefixCache, capacity);
  }

  /** A copy in which each prompt token that is not cached takes that many seconds. */
  public LatencyProfile withPrefillSecondsPerToken(double seconds) {
    return copy(reasoningMultiplier, seconds, thinkingTokens, prefixCache, capacity);
  }

  /** A copy that thinks before it answers, or does not. */
  public LatencyProfile withThinkingTokens(@Nullable ThinkingTokens tokens) {
    return copy(reasoningMultiplier, prefillSecondsPerToken, tokens, prefixCache, capacity);
  }

  /** A copy that remembers beginnings of prompts, or does not. */
  public LatencyProfile withPrefixCache(@Nullable PrefixCache cache) {
    return copy(reasoningMultiplier, prefillSecondsPerToken, thinkingTokens, cache, capacity);
  }

  /** A copy of a limited capacity, or of none. */
  public LatencyProfile withCapacity(@Nullable Capacity limits) {
    return copy(reasoningMultiplier, prefillSecondsPerToken, thinkingTokens, prefixCache, limits);
  }

  /** A copy that says where its figures come from. */
  public LatencyProfile withBasis(@Nullable LatencyBasis newBasis, @Nullable String newSource) {
    return new LatencyProfile(
        ttft,
        itl,
        visionMultiplier,
        audioMultiplier,
        videoMultiplier,
        reasoningMultiplier,
        toolCallingMultiplier,
        newBasis,
        newSource,
        prefillSecondsPerToken,
        thinkingTokens,
        prefixCache,
        capacity);
  }

  private LatencyProfile copy(
      double reasoning,
      double prefill,
      @Nullable ThinkingTokens thinking,
      @Nullable PrefixCache cache,
      @Nullable Capacity limits) {
    return new LatencyProfile(
        ttft,
        itl,
        visionMultiplier,
        audioMultiplier,
        videoMultiplier,
        reasoning,
        toolCallingMultiplier,
        basis,
        source,
        prefill,
        thinking,
        cache,
        limits);
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
    boolean slower = features.contains(RequestFeature.REASONING) && thinkingTokens == null;
    double factor = slower ? reasoningMultiplier : 1;
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

    /** What a model must be able to do for a request that has this. */
    public Capability capability() {
      return switch (this) {
        case IMAGE -> Capability.VISION;
        case AUDIO -> Capability.AUDIO;
        case VIDEO -> Capability.VIDEO;
        case REASONING -> Capability.REASONING;
        case TOOLS -> Capability.TOOL_CALLING;
      };
    }

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
