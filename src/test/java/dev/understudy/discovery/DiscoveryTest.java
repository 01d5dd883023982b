package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.FineTuneId;
import dev.understudy.model.UnderstudyException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {

  private static final List<String> IDS =
      List.of("gpt-4", "gpt-4-turbo", "gpt-3.5-turbo", "claude-3-opus", "not an id");

  @Test
  void fuzzyMatch_nameOfOne_putsItFirst() {
    assertThat(Discovery.fuzzyMatch("GPT4", IDS).get(0)).isEqualTo(new NameMatch("gpt-4", 0.99));
    assertThat(Discovery.fuzzyMatch("gpt-3.5-turbo", IDS).get(0))
        .isEqualTo(new NameMatch("gpt-3.5-turbo", 1.0));
  }

  @Test
  void fuzzyMatch_thresholdAndMaxResults_bound() {
    assertThat(Discovery.fuzzyMatch("gpt-4", IDS, 0, 2)).hasSize(2);
    assertThat(Discovery.fuzzyMatch("gpt-4", IDS, 1, 5)).extracting("id").containsExactly("gpt-4");
    assertThat(Discovery.fuzzyMatch("zzz", IDS)).isEmpty();
    assertThat(Discovery.fuzzyMatch("gpt-4", List.of())).isEmpty();
  }

  @Test
  void fuzzyMatch_outOfRange_isRefusedWithTheValue() {
    assertThatThrownBy(() -> Discovery.fuzzyMatch("gpt-4", IDS, 1.5, 5))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("threshold: 1.5");
    assertThatThrownBy(() -> Discovery.fuzzyMatch("gpt-4", IDS, 0.5, 0))
        .hasMessageContaining("max_results: 0");
  }

  @Test
  void resolve_anotherVersion_isRefusedHoweverAlike() {
    assertThat(Discovery.resolve("gpt-5", IDS).resolved()).isNull();
    assertThat(Discovery.resolve("gpt-5", IDS).didYouMean()).startsWith("gpt-4");
  }

  @Test
  void suggestSimilar_ranksTheNearestFirst() {
    assertThat(Discovery.suggestSimilar("gpt-4-trubo", IDS)).startsWith("gpt-4-turbo");
    assertThat(Discovery.suggestSimilar("gpt-4", IDS)).doesNotContain("gpt-4");
  }

  @Test
  void normalizeModelId_dropsTheOwnerAndNothingElse() {
    assertThat(Discovery.normalizeModelId("OpenAI/GPT-4_turbo-v2")).isEqualTo("gpt-4-turbo-v2");
    assertThat(Discovery.normalizeModelId("")).isEmpty();
  }

  @Test
  void fineTunes_areTakenApart() {
    assertThat(Discovery.extractBaseModelFromFineTune("ft:gpt-4o-mini:acme::job1"))
        .isEqualTo("gpt-4o-mini");
    assertThat(Discovery.extractBaseModelFromFineTune("gpt-4o-mini")).isNull();
    assertThat(Discovery.extractBaseModelFromFineTune("lora:gpt-4:x")).isNull();
    assertThat(Discovery.parseLora("acme/llama-3-8b-lora-support"))
        .isEqualTo(new FineTuneId(FineTuneId.Kind.LORA, "acme/llama-3-8b", null, "support", null));
    assertThat(Discovery.parseLora("ft:gpt-4o:acme::job1")).isNull();
  }

  @Test
  void inferCharacteristics_saysWhatTheIdSays() {
    assertThat(Discovery.inferCharacteristics("openai/gpt-oss-120b"))
        .containsEntry("reasoning", true)
        .containsEntry("moe", true)
        .containsEntry("vision", false)
        .containsEntry("fine_tuned", false)
        .containsOnlyKeys(
            "reasoning", "moe", "vision", "audio", "video", "embedding", "fine_tuned");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-oss-120b, reasoning",
    "gpt-4o, vision",
    "gpt-4, chat",
    "text-embedding-3-small, embedding",
    "nvidia/llama-3.2-nv-rerankqa-1b-v2, rerank",
    "omni-moderation-latest, moderation",
    "meta-llama/Llama-Guard-3-8B, moderation",
    "whisper-1, transcription",
    "tts-1-hd, speech",
    "dall-e-3, image",
    "codestral-2508, code",
    "nvidia/Cosmos-Reason1-7B, video",
    "ft:gpt-4:acme::job1, fine_tuned",
    "no-such-thing, chat",
  })
  void categorize_saysWhatTheModelIsFor(String id, String category) {
    assertThat(Discovery.categorize(id)).isEqualTo(category);
  }
}
