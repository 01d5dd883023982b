package dev.understudy.model;

import static dev.understudy.model.Capability.AUDIO;
import static dev.understudy.model.Capability.CHAT;
import static dev.understudy.model.Capability.COMPLETION;
import static dev.understudy.model.Capability.CONTENT_MODERATION;
import static dev.understudy.model.Capability.EMBEDDINGS;
import static dev.understudy.model.Capability.REASONING;
import static dev.understudy.model.Capability.STREAMING;
import static dev.understudy.model.Capability.VISION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PresetTest {

  static Stream<Arguments> kinds() {
    return Stream.of(
        arguments("base", List.of(COMPLETION), List.of()),
        arguments("chat", List.of(CHAT, STREAMING), List.of()),
        arguments("vision", List.of(CHAT, VISION, STREAMING), List.of()),
        arguments("multimodal", List.of(CHAT, VISION, AUDIO, STREAMING), List.of()),
        arguments("reasoning", List.of(CHAT, REASONING, STREAMING), List.of()),
        arguments("embeddings", List.of(EMBEDDINGS), List.of(CHAT)),
        arguments("moderation", List.of(CONTENT_MODERATION), List.of(CHAT)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void capabilities_areWhatTheKindImplies_andNoMore(
      String name, List<Capability> can, List<Capability> cannot) {
    Preset preset = Objects.requireNonNull(Named.find(Preset.class, name), name);
    assertThat(preset.capabilities().can()).isEqualTo(can);
    assertThat(preset.capabilities().cannot()).isEqualTo(cannot);
  }

  @Test
  void values_areTheKinds() {
    assertThat(Preset.values()).hasSize((int) kinds().count());
  }
}
