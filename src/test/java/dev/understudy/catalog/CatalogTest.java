package dev.understudy.catalog;

import static dev.understudy.catalog.TheCatalog.BY_ID;
import static dev.understudy.catalog.TheCatalog.CATALOG;
import static dev.understudy.catalog.TheCatalog.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.AliasKind;
import dev.understudy.model.Capability;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  void status_followsFromDatesAndId_soFewStateIt() {
    assertThat(CATALOG.models())
        .filteredOn(model -> model.status() != null)
        .as("a status that is stated no longer follows the dates")
        .allSatisfy(model -> assertThat(model.retirementDate()).isNull());
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

  /* --------------- well-known figures --------------- */

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, 128000, 16384, 2.5, 10",
    "gpt-4o-mini, 128000, 16384, 0.15, 0.6",
    "gpt-4, 8192, 8192, 30, 60",
    "gpt-4.1, 1047576, 32768, 2, 8",
    "o1, 200000, 100000, 15, 60",
    "claude-3-opus-20240229, 200000, 4096, 15, 75",
    "claude-3-5-sonnet-20241022, 200000, 8192, 3, 15",
    "claude-opus-4-5-20251101, 200000, 64000, 5, 25",
    "gemini-2.5-pro, 1048576, 65536, 1.25, 10",
    "command-a-03-2025, 256000, 8000, 2.5, 10"
  })
  void limitsAndPrices(
      String id, int context, int output, BigDecimal inputPrice, BigDecimal outputPrice) {
    ModelDefinition model = model(id);
    assertThat(model.contextWindow()).isEqualTo(context);
    assertThat(model.maxOutputTokens()).isEqualTo(output);
    ModelPricing pricing = Objects.requireNonNull(model.pricing());
    assertThat(pricing.rates().input()).isEqualByComparingTo(inputPrice);
    assertThat(pricing.rates().output()).isEqualByComparingTo(outputPrice);
  }

  @ParameterizedTest
  @CsvSource({
    "deepseek-ai/DeepSeek-V3, 671, 37, 256, 8",
    "deepseek-ai/DeepSeek-R1, 671, 37, 256, 8",
    "openai/gpt-oss-120b, 117, 5.1, 128, 4",
    "openai/gpt-oss-20b, 21, 3.6, 32, 4",
    "mistralai/Mixtral-8x7B-Instruct-v0.1, 47, 13, 8, 2"
  })
  void mixturesOfExperts(
      String id, BigDecimal totalBillions, BigDecimal activeBillions, int experts, int perToken) {
    MoEConfig moe = Objects.requireNonNull(model(id).capabilities().moeConfig());
    assertThat(moe.totalParams()).isEqualTo(billions(totalBillions));
    assertThat(moe.activeParams()).isEqualTo(billions(activeBillions));
    assertThat(moe.numExperts()).isEqualTo(experts);
    assertThat(moe.expertsPerToken()).isEqualTo(perToken);
    assertThat(model(id).capabilities().can(Capability.MOE)).isTrue();
  }

  private static long billions(BigDecimal count) {
    return count.movePointRight(9).longValueExact();
  }

  @Test
  void openModelsWithoutAVendorsPrice_haveOffersOfOthersOnly() {
    ModelDefinition model = model("openai/gpt-oss-120b");
    assertThat(model.pricing()).isNull();
    assertThat(model.referenceOffers()).isNotEmpty();
    assertThat(model.capabilities().cannot(Capability.VISION)).isTrue();
  }

  @Test
  void undisclosedSizes_stayUnknown() {
    assertThat(model("gpt-4").parameterCount()).isNull();
    assertThat(model("gpt-4").capabilities().isUnknown(Capability.MOE)).isTrue();
    assertThat(model("gpt-4").capabilities().moeConfig()).isNull();
  }

  @Test
  void capabilities_areToldApart() {
    assertThat(model("o1").capabilities().can())
        .contains(Capability.REASONING, Capability.VISION, Capability.TOOL_CALLING);
    assertThat(model("gpt-4o").capabilities().cannot())
        .contains(Capability.REASONING, Capability.AUDIO);
    assertThat(model("text-embedding-3-small").capabilities().cannot()).contains(Capability.CHAT);
    assertThat(model("text-embedding-3-small").embeddingDimensions()).isEqualTo(1536);
  }
}
