package dev.understudy.discovery;

import dev.understudy.model.Capability;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.Preset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an id says about its model. A characteristic that the id is silent on is null, not false.
 *
 * @param provider who makes it
 * @param parameterCount all its parameters
 * @param activeParameterCount those that one token passes through
 * @param experts experts of a layer
 * @param reasoning whether it thinks before it answers
 * @param moe whether it is a mixture of experts
 * @param vision whether it takes images
 * @param audio whether it takes or makes audio
 * @param video whether it takes or makes video
 * @param embedding whether it makes vectors of texts
 * @param fineTuned whether it is tuned from another model
 * @param baseModel what it is tuned from, as the id writes it
 * @param category what it is for: embedding, moderation, rerank, image, speech, transcription,
 *     video, fine_tuned, reasoning, multimodal, vision, audio, code or chat
 * @param rules the name of the rule that said each thing, by kind; category is among the kinds
 */
public record Inferred(
    @Nullable String provider,
    @Nullable Long parameterCount,
    @Nullable Long activeParameterCount,
    @Nullable Integer experts,
    @Nullable Boolean reasoning,
    @Nullable Boolean moe,
    @Nullable Boolean vision,
    @Nullable Boolean audio,
    @Nullable Boolean video,
    @Nullable Boolean embedding,
    @Nullable Boolean fineTuned,
    @Nullable String baseModel,
    String category,
    Map<String, String> rules) {

  /** Copies the map. */
  public Inferred {
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }

  /** What is told as capabilities; all else is unknown. */
  ModelCapabilities capabilities() {
    ModelCapabilities capabilities =
        switch (category) {
          case "embedding" -> Preset.EMBEDDINGS.capabilities();
          case "moderation" -> Preset.MODERATION.capabilities();
          case "rerank" -> ModelCapabilities.UNKNOWN.with(Capability.RERANKING, true);
          case "image" -> ModelCapabilities.UNKNOWN.with(Capability.IMAGE_GENERATION, true);
          case "transcription" -> ModelCapabilities.UNKNOWN.with(Capability.TRANSCRIPTION, true);
          case "speech" -> ModelCapabilities.UNKNOWN.with(Capability.SPEECH, true);
          default -> ModelCapabilities.UNKNOWN;
        };
    capabilities =
        capabilities
            .with(Capability.REASONING, reasoning)
            .with(Capability.VISION, vision)
            .with(Capability.AUDIO, audio)
            .with(Capability.VIDEO, video)
            .with(Capability.MOE, moe);
    return Boolean.TRUE.equals(moe) ? capabilities.withMoeConfig(moeConfig()) : capabilities;
  }

  private @Nullable MoEConfig moeConfig() {
    Long total = parameterCount;
    Long active = activeParameterCount;
    boolean contradictory = total != null && active != null && active > total;
    boolean nothing = total == null && active == null && experts == null;
    return contradictory || nothing ? null : new MoEConfig(total, active, experts, null, null);
  }

  /** What was said, by JSON name, without what was not; the rules last. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "provider", provider);
    put(map, "parameter_count", narrowed(parameterCount));
    put(map, "active_parameter_count", narrowed(activeParameterCount));
    put(map, "num_experts", experts);
    put(map, "reasoning", reasoning);
    put(map, "moe", moe);
    put(map, "vision", vision);
    put(map, "audio", audio);
    put(map, "video", video);
    put(map, "embedding", embedding);
    put(map, "fine_tuned", fineTuned);
    put(map, "base_model", baseModel);
    map.put("rules", rules);
    return Collections.unmodifiableMap(map);
  }

  /** As JSON reads it back: an int where it fits. */
  private static @Nullable Object narrowed(@Nullable Long value) {
    if (value != null && value == value.intValue()) {
      return value.intValue();
    }
    return value;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
