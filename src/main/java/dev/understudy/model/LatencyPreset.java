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
  SMALL(0.52, 0.011, null),
  /** Up to 80 billion parameters, and all of unknown size. */
  MEDIUM(0.68, 0.011, null),
  /** Up to 300 billion parameters. */
  LARGE(0.68, 0.016, null),
  /** Above 300 billion parameters. */
  XLARGE(0.84, 0.017, null),
  /**
   * Models that think before they answer, of any size, where asked for by name. The others do as
   * well where the model reasons, see {@link #playedFor}.
   */
  REASONING(0.96, 0.011, ThinkingTokens.MEDIANS),
  /**
   * Models that answer in one pass and write no tokens: embeddings, moderation, reranking; of any
   * size. From the benchmarks that Oracle publishes of Cohere's Embed 4 and Rerank 3.5 on a
   * dedicated cluster (read 2026-11-27), so without the way over the internet: 0.09 s for 6,000 to
   * 12,000 tokens to embed, 0.11 s to rerank up to eight documents of 64 and 128 tokens with a
   * query of 100, 0.17 s and 0.20 s for 96, which is 4 us a token.
   */
  ONE_PASS(0.10, 0.011, 4e-6);

  private static final long BILLION = 1_000_000_000L;

  private final String jsonName = name().toLowerCase(Locale.ROOT);
  private final LatencyProfile profile;

  LatencyPreset(double ttftMean, double itlMean, @Nullable ThinkingTokens thinking) {
    this.profile =
        LatencyProfile.ofMeans(ttftMean, itlMean)
            .withReasoningMultiplier(1)
            .withThinkingTokens(thinking)
            .withBasis(LatencyBasis.PRESET, "preset " + jsonName);
  }

  LatencyPreset(double ttftMean, double itlMean, double prefillSecondsPerToken) {
    this.profile =
        LatencyProfile.ofMeans(ttftMean, itlMean)
            .withReasoningMultiplier(1)
            .withPrefillSecondsPerToken(prefillSecondsPerToken)
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

  private static LatencyPreset ofKind(ModelDefinition model) {
    ModelCapabilities can = model.capabilities();
    boolean onePass =
        can.can(Capability.EMBEDDINGS)
            || can.can(Capability.RERANKING)
            || can.can(Capability.CONTENT_MODERATION);
    return onePass && can.cannot(Capability.CHAT) ? ONE_PASS : ofSize(model.parameterCount());
  }

  /**
   * The latency by which a model is played: its own, or the preset of its size, or that of models
   * that answer in one pass where it can that and not chat. Where the model reasons and nothing
   * says for how long, it thinks as many tokens as models do in the middle, {@link
   * ThinkingTokens#MEDIANS}, without being asked. Nothing says so where there are no thinking
   * tokens, the reasoning multiplier is 1, and the figures have a basis: one that comes from
   * somewhere, as opposed to a profile made up whole, in which reasoning may well cost nothing.
   */
  public static LatencyProfile playedFor(ModelDefinition model) {
    LatencyProfile known = model.latencyProfile();
    LatencyProfile profile = known != null ? known : ofKind(model).profile;
    boolean unsaid =
        profile.thinkingTokens() == null
            && profile.reasoningMultiplier() == 1
            && profile.basis() != null;
    return unsaid && model.capabilities().can(Capability.REASONING)
        ? profile.withThinkingTokens(ThinkingTokens.MEDIANS)
        : profile;
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
