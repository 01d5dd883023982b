package dev.understudy.catalog;

import static dev.understudy.catalog.TheCatalog.BY_ID;
import static dev.understudy.catalog.TheCatalog.CATALOG;
import static dev.understudy.catalog.TheCatalog.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.AliasKind;
import dev.understudy.model.Capability;
import dev.understudy.model.Derivation;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the project's own catalog. */
class CatalogTest {

  private static final Pattern SENTENCE = Pattern.compile("[A-Z0-9][^!?\\n]{20,180}\\.");
  private static final Pattern SECOND = Pattern.compile("[a-z)]\\. +[A-Z]");

  /* --------------- all of it --------------- */

  @Test
  void models_areManyOfSixteenProviders() {
    assertThat(CATALOG.models()).hasSizeGreaterThanOrEqualTo(350);
    assertThat(CATALOG.providers())
        .containsExactly(
            "alibaba",
            "amazon",
            "anthropic",
            "cohere",
            "deepseek",
            "google",
            "meta",
            "microsoft",
            "minimax",
            "mistral",
            "moonshot",
            "nvidia",
            "openai",
            "tinyllama",
            "xai",
            "zhipu");
    assertThat(CATALOG.providers()).allSatisfy(p -> assertThat(CATALOG.models(p)).isNotEmpty());
  }

  @Test
  void models_allSayWhatTheyAre() {
    assertThat(CATALOG.models())
        .allSatisfy(
            model -> {
              assertThat(model.name()).isNotNull();
              assertThat(model.ownedBy()).isNotNull();
              assertThat(model.family()).isNotNull().matches("[a-z][a-z0-9.-]*");
              assertThat(model.tags()).isNotEmpty().allMatch(t -> t.matches("[a-z][a-z0-9-]*"));
              assertThat(model.openWeights()).isNotNull();
              assertThat(model.latencyProfile()).isNotNull();
              assertThat(model.sources()).isNotEmpty().doesNotHaveDuplicates();
              assertThat(model.capabilities().isUnknown(Capability.CHAT)).isFalse();
            });
  }

  @Test
  void descriptions_areOneSentenceEach_noTwoAlike() {
    assertThat(CATALOG.models())
        .extracting(ModelDefinition::description)
        .doesNotContainNull()
        .doesNotHaveDuplicates()
        .filteredOn(text -> !SENTENCE.matcher(text).matches() || SECOND.matcher(text).find())
        .isEmpty();
  }

  @Test
  void status_isNotStated_asItFollowsTheDates() {
    assertThat(CATALOG.models()).extracting(ModelDefinition::status).containsOnlyNulls();
    assertThat(CATALOG.models().stream().map(model -> status(model.id(), "2026-11-23")).toList())
        .contains(ModelStatus.values());
  }

  @ParameterizedTest
  @CsvSource({
    "claude-2.1, 2024-06-01, ACTIVE",
    "claude-2.1, 2026-11-23, RETIRED",
    "gpt-4o, 2026-11-23, ACTIVE",
    "gpt-image-1-mini, 2026-11-23, DEPRECATED",
    "gpt-image-1-mini, 2026-12-01, RETIRED",
    "gemini-3.1-pro-preview, 2026-11-23, PREVIEW"
  })
  void status_onADay(String id, String day, ModelStatus expected) {
    assertThat(status(id, day)).isEqualTo(expected);
  }

  private static @Nullable ModelStatus status(String id, String day) {
    return Derivation.derive(model(id), LocalDate.parse(day)).status();
  }

  @Test
  void lineage_endsAtModelsThatAreThere() {
    List<String> named =
        CATALOG.models().stream()
            .flatMap(model -> Stream.of(model.successor(), model.parent()))
            .filter(Objects::nonNull)
            .toList();
    assertThat(named).isNotEmpty().filteredOn(id -> !BY_ID.containsKey(id)).isEmpty();
  }

  /* --------------- what the original lists --------------- */

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/gpt-oss-120b",
        "openai/gpt-oss-20b",
        "gpt-4",
        "gpt-4-turbo",
        "gpt-4o",
        "gpt-4o-mini",
        "gpt-3.5-turbo",
        "o1",
        "o1-mini",
        "text-embedding-3-small",
        "text-embedding-3-large",
        "text-embedding-ada-002",
        "text-moderation-stable",
        "text-moderation-latest",
        "omni-moderation-latest",
        "TinyLlama/TinyLlama-1.1B-Chat-v1.0",
        "claude-3-5-sonnet-20241022",
        "claude-3-opus-20240229",
        "claude-3-sonnet-20240229",
        "claude-3-haiku-20240307",
        "claude-2.1",
        "meta-llama/Llama-3.1-405B-Instruct",
        "meta-llama/Llama-3.1-70B-Instruct",
        "meta-llama/Llama-3.1-8B-Instruct",
        "meta-llama/Meta-Llama-3-70B-Instruct",
        "meta-llama/Meta-Llama-3-8B-Instruct",
        "meta-llama/Llama-2-70b-chat-hf",
        "meta-llama/Llama-2-13b-chat-hf",
        "meta-llama/Llama-2-7b-chat-hf",
        "mistralai/Mixtral-8x22B-Instruct-v0.1",
        "mistralai/Mixtral-8x7B-Instruct-v0.1",
        "mistralai/Mistral-7B-Instruct-v0.2",
        "mistralai/Mistral-7B-Instruct-v0.3",
        "mistral-small-latest",
        "mistral-medium-latest",
        "mistral-large-latest",
        "deepseek-ai/DeepSeek-V3",
        "deepseek-ai/DeepSeek-R1",
        "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B",
        "deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
        "deepseek-ai/deepseek-coder-33b-instruct",
        "nvidia/Cosmos-Reason1-7B",
        "nvidia/cosmos-nemotron-34b",
        "nvidia/nemo-megatron-gpt-20B",
        "nvidia/Llama-3.1-Nemotron-70B-Instruct-HF",
        "nvidia/nv-rerankqa-mistral-4b-v3"
      })
  void name_thatTheOriginalMeans_isThere(String name) {
    assertThat(CATALOG.models().stream().flatMap(model -> model.names().stream()).toList())
        .filteredOn(name::equals)
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "meta-llama/Llama-3-70B-Instruct, meta-llama/Meta-Llama-3-70B-Instruct",
    "meta-llama/Llama-3-8B-Instruct, meta-llama/Meta-Llama-3-8B-Instruct",
    "deepseek-v3, deepseek-ai/DeepSeek-V3",
    "nvidia/nv-rerank-qa-mistral-4b, nvidia/nv-rerankqa-mistral-4b-v3"
  })
  void wrongIdOfTheOriginal_thatMeansTheSameModel_isALegacyAlias(String alias, String id) {
    assertThat(model(id).aliases()).contains(ModelAlias.of(alias, AliasKind.LEGACY));
  }

  @Test
  void wrongIdOfTheOriginal_thatMeansNoModel_isNoAlias() {
    Set<String> invented =
        Set.of("nvidia/cosmos-vision", "BAAI/bge-m3", "nomic-ai/nomic-embed-text-v1.5");
    assertThat(CATALOG.models()).noneMatch(m -> m.names().stream().anyMatch(invented::contains));
  }
}
