package dev.understudy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivationTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-01-01");

  private static final ModelCapabilities NO_MEDIA =
      ModelCapabilities.of(Set.of(), Set.of(Capability.VISION, Capability.AUDIO, Capability.VIDEO));

  @ParameterizedTest
  @CsvSource({
    "meta-llama/Llama-3.1-8B-Instruct, llama",
    "meta-llama/Meta-Llama-3-70B, llama",
    "openai/gpt-oss-120b, gpt-oss",
    "gpt-4o-mini-2024-07-18, gpt",
    "gpt-3.5-turbo-0125, gpt",
    "gpt-4.1-nano, gpt",
    "o1-mini, o",
    "claude-3-5-sonnet-20241022, claude",
    "claude-instant-1.2, claude",
    "mistralai/Mixtral-8x22B-Instruct-v0.1, mixtral",
    "mistral-large-2407, mistral",
    "Qwen/Qwen2.5-72B-Instruct, qwen",
    "Qwen/Qwen3-235B-A22B, qwen",
    "gemini-1.5-flash-002, gemini",
    "google/gemma-3n-E4B-it, gemma",
    "deepseek-ai/DeepSeek-R1, deepseek",
    "deepseek-ai/deepseek-coder-33b-base, deepseek-coder",
    "command-r-plus-08-2024, command-r",
    "microsoft/Phi-3-mini-128k-instruct, phi",
    "text-embedding-3-large, text-embedding",
    "text-moderation-latest, text-moderation",
    "amazon.nova-pro-v1:0, nova",
    "us.anthropic.claude-3-haiku-20240307-v1:0, claude",
    "grok-2-vision-1212, grok",
    "dall-e-3, dall-e",
    "whisper-1, whisper",
    "moonshotai/Kimi-K2-Instruct, kimi",
    "ft:gpt-4o-mini:acme::abc123, gpt",
    "acme/llama-3-8b-lora-support, llama",
  })
  void family_isTheLineOfTheId(String id, String family) {
    ModelDefinition derived = derive(ModelDefinition.builder(id).build());
    assertThat(derived.family()).isEqualTo(family);
    assertThat(derived.derived()).contains("family");
  }

  @Test
  void family_idWithoutWords_staysUnknown() {
    ModelDefinition derived = derive(ModelDefinition.builder("70b-instruct").build());
    assertThat(derived.family()).isNull();
    assertThat(derived.derived()).doesNotContain("family");
  }

  @Test
  void stated_isNeverTouched() {
    ModelDefinition stated =
        ModelDefinition.builder("gpt-4o-preview")
            .family("mine")
            .tags(List.of("own"))
            .modalities(new Modalities(List.of(Modality.FILE), List.of(Modality.TEXT)))
            .status(ModelStatus.ACTIVE)
            .retirementDate(TODAY)
            .build();
    assertThat(derive(stated)).isEqualTo(stated);
    assertThat(derive(stated).derived()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01, 2026-01-01, RETIRED",
    "2025-01-01, 2026-01-02, DEPRECATED",
    "2026-01-01, , DEPRECATED",
    "2026-01-02, 2026-02-01, ACTIVE",
    ", , ACTIVE"
  })
  void status_followsTheDates(
      @org.jspecify.annotations.Nullable LocalDate deprecation,
      @org.jspecify.annotations.Nullable LocalDate retirement,
      ModelStatus status) {
    ModelDefinition model =
        ModelDefinition.builder("m")
            .deprecationDate(deprecation)
            .retirementDate(retirement)
            .build();
    assertThat(derive(model).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4-turbo-preview, PREVIEW",
    "gemini-2.0-flash-exp, PREVIEW",
    "grok-beta, PREVIEW",
    "deepseek-v3.2-Exp, PREVIEW",
    "expert-8b, ACTIVE",
    "alphabeta-1, ACTIVE",
    "preview/model, ACTIVE"
  })
  void status_unfinishedById(String id, ModelStatus status) {
    assertThat(derive(ModelDefinition.builder(id).build()).status()).isEqualTo(status);
  }

  @Test
  void tags_sayWhatItIsFor() {
    ModelDefinition model =
        ModelDefinition.builder("acme/Codestral-22B-it")
            .capabilities(
                Preset.CHAT
                    .capabilities()
                    .with(Capability.TOOL_CALLING, true)
                    .with(Capability.REASONING, false))
            .openWeights(true)
            .build();
    assertThat(derive(model).tags())
        .containsExactly("chat", "tool-calling", "code", "instruct", "open-weights");
    assertThat(derive(ModelDefinition.builder("ft:gpt-4o:acme::1").build()).tags())
        .containsExactly("fine-tuned");
    assertThat(derive(ModelDefinition.builder("encoder-1").build()).derived())
        .doesNotContain("tags");
  }

  @Test
  void modalities_textOnlyChat() {
    ModelCapabilities chat = NO_MEDIA.with(Capability.CHAT, true);
    assertModalities(chat, List.of(Modality.TEXT), List.of(Modality.TEXT));
    assertModalities(
        chat.with(Capability.VISION, true),
        List.of(Modality.TEXT, Modality.IMAGE),
        List.of(Modality.TEXT));
  }

  @Test
  void modalities_otherJobs() {
    assertModalities(
        NO_MEDIA.with(Capability.EMBEDDINGS, true),
        List.of(Modality.TEXT),
        List.of(Modality.EMBEDDING));
    assertModalities(
        NO_MEDIA.with(Capability.RERANKING, true), List.of(Modality.TEXT), List.of(Modality.SCORE));
    assertModalities(
        NO_MEDIA.with(Capability.CONTENT_MODERATION, true).with(Capability.VISION, true),
        List.of(Modality.TEXT, Modality.IMAGE),
        List.of(Modality.SCORE));
    assertModalities(
        NO_MEDIA.with(Capability.IMAGE_GENERATION, true),
        List.of(Modality.TEXT),
        List.of(Modality.IMAGE));
    ModelCapabilities audio = NO_MEDIA.with(Capability.AUDIO, true);
    assertModalities(
        audio.with(Capability.TRANSCRIPTION, true),
        List.of(Modality.AUDIO),
        List.of(Modality.TEXT));
    assertModalities(
        audio.with(Capability.SPEECH, true), List.of(Modality.TEXT), List.of(Modality.AUDIO));
  }

  private static void assertModalities(
      ModelCapabilities capabilities, List<Modality> input, List<Modality> output) {
    ModelDefinition model = derive(with(capabilities));
    assertThat(model.modalities()).isEqualTo(new Modalities(input, output));
    assertThat(model.derived()).contains("modalities");
    assertThat(model.capabilities()).isEqualTo(capabilities);
  }

  @Test
  void modalities_anythingOpen_stayUnknown() {
    ModelCapabilities chat = NO_MEDIA.with(Capability.CHAT, true);
    List<ModelCapabilities> open =
        List.of(
            NO_MEDIA,
            chat.with(Capability.VISION, null),
            chat.with(Capability.AUDIO, null),
            chat.with(Capability.VIDEO, null),
            chat.with(Capability.AUDIO, true),
            chat.with(Capability.VIDEO, true),
            chat.with(Capability.AUDIO, true).with(Capability.SPEECH, true),
            NO_MEDIA.with(Capability.SPEECH, true),
            NO_MEDIA
                .with(Capability.AUDIO, true)
                .with(Capability.SPEECH, true)
                .with(Capability.TRANSCRIPTION, true));
    for (ModelCapabilities capabilities : open) {
      assertThat(derive(with(capabilities)).modalities()).as("%s", capabilities).isNull();
    }
  }

  @Test
  void derive_again_recomputesDerivedFieldsOnly() {
    ModelDefinition model =
        with(NO_MEDIA.with(Capability.CHAT, true))
            .with(b -> b.retirementDate(TODAY.plusDays(1)).derived(Set.of("name")));
    ModelDefinition once = derive(model);
    assertThat(derive(once)).isEqualTo(once);
    assertThat(once.derived()).containsExactly("family", "modalities", "name", "status", "tags");
    assertThat(Derivation.stated(once)).isEqualTo(model);
    ModelDefinition later = Derivation.derive(once, TODAY.plusDays(1));
    assertThat(later.status()).isEqualTo(ModelStatus.RETIRED);
    ModelDefinition changed =
        derive(once.with(b -> b.capabilities(NO_MEDIA.with(Capability.EMBEDDINGS, true))));
    assertThat(changed.tags()).containsExactly("embeddings");
    assertThat(changed.modalities())
        .isEqualTo(new Modalities(List.of(Modality.TEXT), List.of(Modality.EMBEDDING)));
  }

  @Test
  void derivedSets_ofTheRules_areShared() {
    assertThat(derive(ModelDefinition.builder("a").build()).derived())
        .isSameAs(derive(ModelDefinition.builder("b").build()).derived())
        .isUnmodifiable();
  }

  private static ModelDefinition with(ModelCapabilities capabilities) {
    return ModelDefinition.builder("model").capabilities(capabilities).build();
  }

  private static ModelDefinition derive(ModelDefinition model) {
    return Derivation.derive(model, TODAY);
  }
}
