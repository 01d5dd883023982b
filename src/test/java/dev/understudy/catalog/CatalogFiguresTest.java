package dev.understudy.catalog;

import static dev.understudy.catalog.TheCatalog.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Capability;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import java.math.BigDecimal;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures that many know, and that other lists have wrong. */
class CatalogFiguresTest {

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
