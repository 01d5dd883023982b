package dev.understudy.model;

import static dev.understudy.model.Capability.AUDIO;
import static dev.understudy.model.Capability.COMPLETION;
import static dev.understudy.model.Capability.CONTENT_MODERATION;
import static dev.understudy.model.Capability.STREAMING;

import java.util.Locale;
import java.util.Set;

/** Kinds of models. A preset states only what its kind implies; all else stays unknown. */
public enum Preset implements Named {
  /** Continues plain prompts. */
  BASE(Set.of(COMPLETION), Set.of()),
  /** Converses, streaming. */
  CHAT(Set.of(Capability.CHAT, STREAMING), Set.of()),
  /** Chat that takes images. */
  VISION(Set.of(Capability.CHAT, STREAMING, Capability.VISION), Set.of()),
  /** Vision with audio. */
  MULTIMODAL(Set.of(Capability.CHAT, STREAMING, Capability.VISION, AUDIO), Set.of()),
  /** Chat that thinks first. */
  REASONING(Set.of(Capability.CHAT, STREAMING, Capability.REASONING), Set.of()),
  /** Makes vectors, does not chat. */
  EMBEDDINGS(Set.of(Capability.EMBEDDINGS), Set.of(Capability.CHAT)),
  /** Classifies content, does not chat. */
  MODERATION(Set.of(CONTENT_MODERATION), Set.of(Capability.CHAT));

  private final String jsonName = name().toLowerCase(Locale.ROOT);
  private final ModelCapabilities capabilities;

  Preset(Set<Capability> can, Set<Capability> cannot) {
    this.capabilities = ModelCapabilities.of(can, cannot);
  }

  /** What the kind implies. */
  public ModelCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public String jsonName() {
    return jsonName;
  }
}
