package dev.understudy.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameParserTest {

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, word:gpt number:4o",
    "gpt4o, word:gpt number:4o",
    "o4-mini, number:o4 tier:mini",
    "Llama-3.1-8B-Instruct, word:llama number:3.1 size:8b filler:instruct",
    "llama3.1:8b, word:llama number:3.1 size:8b",
    "claude-3-5-sonnet-20241022, word:claude number:3.5 tier:sonnet date:20241022",
    "gpt-4o-2024-11-20, word:gpt number:4o date:20241120",
    "gpt-4-0613, word:gpt number:4 date:0613",
    "mistral-large-2411, word:mistral tier:large date:2411",
    "mistral-large-2413, word:mistral tier:large number:2413",
    "command-r-08-2024, word:command word:r date:202408",
    "command-r+, word:command word:r tier:plus",
    "Mixtral-8x7B-Instruct-v0.1, word:mixtral size:8x7b filler:instruct number:0.1",
    "Qwen3-235B-A22B, word:qwen number:3 size:235b size:a22b",
    "Qwen2-5-VL-72B, word:qwen number:2.5 tier:vl size:72b",
    "Llama-4-Scout-17B-16E, word:llama number:4 word:scout size:17b size:16e",
    "Kimi-K2.5, word:kimi number:k2.5",
    "kimi-k2-5, word:kimi number:k2.5",
    "glm-4-5v, word:glm number:4.5v",
    "GLM-4.5V, word:glm number:4.5v",
    "DeepSeek-V3-0324, word:deepseek number:3 date:0324",
    "gemma-3-12b, word:gemma number:3 size:12b",
    "gpt-4-32k, word:gpt number:4 size:32k",
    "grok-4.20-0309, word:grok number:4.20 date:0309",
    "amazon.nova-lite-v1:0, word:amazon word:nova tier:lite number:1.0",
    "TinyLlama-1.1B, word:tinyllama size:1.1b",
  })
  void parse_name_givesItsParts(String name, String parts) {
    String parsed =
        NameParser.parse(name).tokens().stream()
            .map(token -> token.kind().jsonName() + ":" + token.text())
            .collect(Collectors.joining(" "));
    assertThat(parsed).isEqualTo(parts);
  }

  @Test
  void parse_owner_isWhatStandsBeforeTheLastSlash() {
    assertThat(NameParser.parse("openrouter/openai/gpt-4o").owner()).isEqualTo("openrouter/openai");
    assertThat(NameParser.parse("gpt-4o").owner()).isNull();
    assertThat(NameParser.parse(" /gpt-4o ").owner()).isNull();
    assertThat(NameParser.parse("openai/gpt-4o").bare()).isEqualTo("gpt-4o");
  }

  @Test
  void gluedKey_keepsDigitsOfTwoPartsApart() {
    assertThat(NameParser.parse("gemma-3-12b").gluedKey())
        .isEqualTo(NameParser.parse("Gemma3_12B").gluedKey())
        .isNotEqualTo(NameParser.parse("gemma-31-2b").gluedKey())
        .isNotEqualTo(NameParser.parse("gemma312b").gluedKey());
    assertThat(NameParser.parse("gpt-54").gluedKey())
        .isEqualTo(NameParser.parse("gpt-5.4").gluedKey());
  }

  @Test
  void normalize_foldsCaseAndSeparatorsOnly() {
    assertThat(NameParser.normalize("OpenAI/GPT_4.1--mini ")).isEqualTo("openai-gpt-4-1-mini");
    assertThat(NameParser.normalize("command-r+")).isEqualTo("command-r-plus");
    assertThat(NameParser.normalize("gpt-4*")).isEqualTo("gpt-4*");
  }

  @Property
  void normalize_ofNormalized_isTheSame(@ForAll String text) {
    String key = NameParser.normalize(text);
    assertThat(NameParser.normalize(key)).isEqualTo(key);
  }

  @Property
  void parse_anyText_losesNoDigit(@ForAll String text) {
    ParsedName name = NameParser.parse(text);
    long digits = name.bare().chars().filter(c -> c >= '0' && c <= '9').count();
    long kept =
        name.tokens().stream()
            .flatMapToInt(token -> token.text().chars())
            .filter(c -> c >= '0' && c <= '9')
            .count();
    assertThat(kept).isEqualTo(digits);
  }

  /** The key as regular expressions would make it. */
  @Property
  void normalize_anyText_isLowerCaseWithSingleHyphens(@ForAll("names") String text) {
    String expected =
        text.toLowerCase(Locale.ROOT)
            .replace("+", "-plus-")
            .replaceAll("[-_:/@,()\\[\\]\\s.]+", "-")
            .replaceAll("^-|-$", "");
    assertThat(NameParser.normalize(text)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("aBz09-_.:/+@,()[] \t*\u0130\u03a3").ofMaxLength(8);
  }
}
