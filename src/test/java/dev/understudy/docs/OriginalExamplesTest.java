package dev.understudy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.discovery.Discovery;
import dev.understudy.discovery.Inference;
import dev.understudy.discovery.Inferred;
import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.NameMatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The discovery examples of the Python original: those that hold, and those that src/docs/migration
 * .md lists as different.
 */
class OriginalExamplesTest {

  private static final List<String> MODELS = List.of("gpt-4", "gpt-3.5-turbo", "claude-3");
  private static final List<String> MORE =
      List.of(
          "gpt-4",
          "gpt-4-turbo",
          "gpt-3.5-turbo",
          "claude-3-opus",
          "claude-3-sonnet",
          "llama-2-7b",
          "llama-2-13b");

  private static @Nullable String best(String query, List<String> candidates) {
    List<NameMatch> matches = Discovery.fuzzyMatch(query, candidates, 0.6, 1);
    String meant = Discovery.resolve(query, candidates).resolved();
    assertThat(meant == null || matches.get(0).id().equals(meant)).isTrue();
    return meant;
  }

  @ParameterizedTest
  @CsvSource({"gpt-4, gpt-4", "GPT-4, gpt-4", "openai/gpt-4, gpt-4", "gpt4, gpt-4", "nonexistent,"})
  void fuzzyMatch(String query, String match) {
    assertThat(best(query, MODELS)).isEqualTo(match);
  }

  @Test
  void fuzzyMatch_moreCases() {
    assertThat(best("gpt-4", List.of("GPT-4", "gpt-3.5-turbo"))).isEqualTo("GPT-4");
    assertThat(best("gpt4", List.of("gpt-4", "gpt-3", "claude-3"))).isEqualTo("gpt-4");
    assertThat(best("gpt-4", List.of("gpt-4", "gpt-4-turbo", "gpt-4-turbo-preview")))
        .isEqualTo("gpt-4");
    assertThat(best("gpt4o", List.of("openai/gpt-oss-120b", "gpt-4o"))).isEqualTo("gpt-4o");
    assertThat(best("completely-different", List.of("gpt-4", "claude-3", "llama-2"))).isNull();
    assertThat(best("xyz", List.of("gpt-4", "gpt-3"))).isNull();
    assertThat(best("gpt", MODELS.subList(0, 1))).isNull();
    assertThat(best("", List.of("gpt-4"))).isNull();
    assertThat(best("gpt-4", List.of())).isNull();
    assertThat(Discovery.fuzzyMatch("gpt", List.of("gpt-4", "claude-3", "llama-2"), 0.95, 5))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-oss-120b, gpt-oss-120b",
    "meta_llama/Llama_3.1_8B, llama-3-1-8b",
    "'  gpt-4  ', gpt-4",
    "'', ''"
  })
  void normalize(String id, String key) {
    assertThat(Discovery.normalizeModelId(id)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-4, gpt_4",
    "meta/llama-2, LLAMA-2",
    "anthropic/claude-3, claude_3",
    "meta-llama/Llama-3-8B, llama-3-8b",
    "deepseek-ai/DeepSeek-R1, deepseek_r1",
    "gpt_4_turbo, GPT-4-turbo",
    "Meta-Llama/Llama-3.1-405B-Instruct, llama-3.1-405b-instruct"
  })
  void normalize_spellingsOfOneModelMeet(String one, String other) {
    assertThat(Discovery.normalizeModelId(one)).isEqualTo(Discovery.normalizeModelId(other));
  }

  private static Inferred infer(String id) {
    return Inference.standard().infer(id);
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-oss-120b, reasoning moe",
    "gpt-oss-120b, reasoning moe",
    "deepseek-ai/DeepSeek-R1, reasoning",
    "o1-preview, reasoning",
    "o3-mini, reasoning",
    "mixtral-8x7b, moe",
    "mixtral-8x7b-instruct, moe",
    "deepseek-v3, moe",
    "gpt-4o, vision",
    "gpt-4-turbo, vision",
    "claude-3-opus, vision",
    "gemini-pro-vision, vision",
    "whisper-1, audio",
    "tts-1, audio",
    "cosmos-1, video",
    "ft:gpt-4:acme::abc123, fine_tuned",
    "ft:openai/gpt-oss-120b:acme::abc123, fine_tuned reasoning moe",
    "text-embedding-3-small, embedding"
  })
  void infer_says(String id, String said) {
    for (String characteristic : said.split(" ", -1)) {
      assertThat(Discovery.inferCharacteristics(id)).containsEntry(characteristic, true);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4, reasoning moe vision audio video fine_tuned embedding",
    "gpt-3.5-turbo, vision",
    "mixtral-8x7b-instruct, reasoning vision fine_tuned embedding audio",
    "'', reasoning moe vision audio video fine_tuned embedding"
  })
  void infer_doesNotSay(String id, String silent) {
    for (String characteristic : silent.split(" ", -1)) {
      assertThat(Discovery.inferCharacteristics(id)).containsEntry(characteristic, false);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-oss-120b, openai, 120",
    "gpt-oss-120b, openai, 120",
    "openai/gpt-4, openai,",
    "gpt-4, openai,",
    "gpt-4o, openai,",
    "deepseek-ai/DeepSeek-R1, deepseek,",
    "deepseek-v3, deepseek,",
    "claude-3-opus, anthropic,",
    "anthropic/claude-3, anthropic,",
    "gemini-pro-vision, google,",
    "mixtral-8x7b, mistral,",
    "meta/llama-2, meta,",
    "llama-2-7b, meta, 7",
    "llama-3.1-405b, meta, 405",
    "ft:gpt-4:acme::abc123, openai,",
    "'', ,"
  })
  void infer_providerAndSize(String id, String provider, Long billions) {
    assertThat(infer(id).provider()).isEqualTo(provider);
    assertThat(infer(id).parameterCount())
        .isEqualTo(billions == null ? null : (Long) (billions * 1_000_000_000));
  }

  @ParameterizedTest
  @CsvSource({
    "ft:gpt-4:acme::abc123, gpt-4",
    "ft:openai/gpt-4:acme::xyz789, openai/gpt-4",
    "ft:meta-llama/Llama-3-8B:myorg::job123, meta-llama/Llama-3-8B",
    "ft:gpt-4:acme::abc-123-xyz, gpt-4",
    "not-a-fine-tuned-model,",
    "gpt-4:acme::abc123,",
    "ft:gpt-4::missing-org,",
    "ft:gpt-4::abc123,",
    "ft:::abc123,",
    "'',"
  })
  void fineTunes(String id, String base) {
    assertThat(Discovery.extractBaseModelFromFineTune(id)).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource({"text-embedding-3-small, embedding", "deepseek-ai/DeepSeek-R1, reasoning"})
  void categorize(String id, String category) {
    assertThat(Discovery.categorize(id)).isEqualTo(category);
  }

  @Test
  void suggestions() {
    assertThat(Discovery.suggestSimilar("gpt", MORE)).startsWith("gpt-4");
    assertThat(Discovery.suggestSimilar("gpt", MORE).subList(0, 3))
        .allSatisfy(id -> assertThat(id).contains("gpt"));
    assertThat(Discovery.suggestSimilar("gtp-4", MORE)).startsWith("gpt-4");
    assertThat(Discovery.suggestSimilar("gtp4", MODELS)).startsWith("gpt-4");
    assertThat(Discovery.suggestSimilar("claude", MORE).subList(0, 2))
        .allSatisfy(id -> assertThat(id).contains("claude"));
    assertThat(Discovery.suggestSimilar("gpt-5-super", List.of("openai/gpt-oss-120b"))).hasSize(1);
    assertThat(Discovery.suggestSimilar("gpt-4", List.of())).isEmpty();
  }

  @Test
  void matcher() {
    ModelMatcher matcher = new ModelMatcher(100);
    assertThat(matcher.match("gpt-4", MODELS, 0)).isEqualTo("gpt-4");
    assertThat(matcher.match("gpt4", List.of("gpt-4", "gpt-40"), 0)).isEqualTo("gpt-4");
    matcher.recordSuccess("gpt4", "gpt-4", 0);
    assertThat(matcher.match("gpt4", List.of("gpt-4", "gpt-40"), 0)).isEqualTo("gpt-4");
    matcher.recordFailure("gpt5", "gpt-4", 0);
    assertThat(matcher.history("gpt5").get(0).failures()).isEqualTo(1);
    matcher.recordSuccess("x", "gpt-4-turbo", 0);
    matcher.recordSuccess("x", "gpt-4-turbo", 0);
    matcher.recordSuccess("x", "gpt-4", 0);
    assertThat(matcher.history("x"))
        .extracting(LearnedMatch::model, LearnedMatch::successes)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("gpt-4-turbo", 2L),
            org.assertj.core.groups.Tuple.tuple("gpt-4", 1L));
    assertThat(matcher.popularMatches(1).get(0).model()).isEqualTo("gpt-4");
  }

  /* --------------- what migration.md lists as different --------------- */

  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+): ([^ `]+)(?: \\[(.*)])?` \\| .* \\| `([^`]+)` \\| .* \\|");

  static List<Arguments> different() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    Matcher row = ROW.matcher(Documents.read("src/docs/migration.md"));
    while (row.find()) {
      List<String> candidates =
          row.group(3) == null ? List.of() : List.of(row.group(3).split(", ", -1));
      rows.add(Arguments.of(row.group(1), row.group(2), candidates, row.group(4)));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("different")
  void what_is_listed_as_different_is(
      String function, String input, List<String> candidates, String here) {
    Object answer =
        switch (function) {
          case "fuzzy_match" -> best(input, candidates);
          case "match" -> learned(input, candidates);
          case "normalize" -> Discovery.normalizeModelId(input);
          case "categorize" -> Discovery.categorize(input);
          case "fine_tune_base" -> Discovery.extractBaseModelFromFineTune(input);
          case "size" -> infer(input).parameterCount() == null ? "unknown" : "known";
          default -> throw new AssertionError(function);
        };
    assertThat(String.valueOf(answer)).isEqualTo(here);
  }

  private static @Nullable String learned(String query, List<String> candidates) {
    ModelMatcher matcher = new ModelMatcher(10);
    matcher.recordSuccess(query, candidates.get(1), 0);
    matcher.recordSuccess(query, candidates.get(1), 0);
    matcher.recordSuccess(query, candidates.get(0), 0);
    return matcher.match(query, candidates, 0);
  }
}
