package dev.understudy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.Capability;
import dev.understudy.model.Cost;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelCapabilities;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Revision;
import dev.understudy.model.TokenUsage;
import dev.understudy.model.UnderstudyException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "0.0000001",
        "0.10",
        "3.141592653589793238462643383279",
        "12345678901234567890123"
      })
  void decimals_comeBackDigitByDigit(String number) {
    JsonNode node = Json.parse(utf8("[" + number + "]"));
    assertThat(new String(Json.bytes(node), StandardCharsets.UTF_8)).isEqualTo("[" + number + "]");
  }

  @Test
  void decimals_withExponent_areWrittenPlain() {
    JsonNode node = Json.parse(utf8("[1e-7,1E3]"));
    assertThat(new String(Json.bytes(node), StandardCharsets.UTF_8)).isEqualTo("[0.0000001,1000]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1,'a':2}                 | a second \"a\" (expected: each name once)",
        "{'a':NaN}                     | NaN} (expected: a value)",
        "{'a':Infinity}                | Infinity} (expected: a value)",
        "{'a':01}                      | 1} (expected: a comma or })",
        "{'a':1} {'b':2}               | {\"b\":2} (expected: nothing after the value)",
        "{'a':1,}                      | } (expected: a name in double quotes)",
        "{'a':                         | the end (expected: a value)",
        "{'a                           | the end (expected: the end of a string)",
        "{                             | the end (expected: a name in double quotes, or })",
        "[1                            | the end (expected: a comma or ])",
        "[1,                           | the end (expected: a value)",
        "[                             | the end (expected: a value, or ])",
        "[1}                           | } (expected: a comma or ])",
        "{'a' 1}                       | 1} (expected: a colon, a comma or })",
        "{'a':+1}                      | +1} (expected: a value)",
        "{'a':1.}                      | .} (expected: a comma or })",
        "{'a':tru}                     | tru} (expected: a value)",
        "{'a':'\\q'}                    | q\"} (expected: a string with controls and backslashes escaped)",
        "nonsense                      | nonsense (expected: a value)",
        "{a:1}                         | a:1} (expected: a name in double quotes, or })",
        "{'a':1} // note               | // note (expected: nothing after the value)",
      })
  void parse_malformed_saysWhereAndWhat(String body, String what) {
    UnderstudyException refused = refusal(body.replace('\'', '"'));
    assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_BODY);
    assertThat(refused)
        .message()
        .startsWith("the body is not valid JSON at line 1, column ")
        .endsWith(": " + what);
  }

  @Test
  void parse_hostile_isRefusedQuicklyAndBriefly() {
    for (String body :
        new String[] {
          "[".repeat(1_000_000),
          "{\"a\":".repeat(100_000),
          "1".repeat(1_000_000),
          "{\"" + "a".repeat(1_000_000) + "\":1}",
        }) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () ->
              assertThat(refusal(body))
                  .message()
                  .hasSizeLessThan(300)
                  .doesNotContain("StreamRead"));
    }
  }

  @Test
  void parse_notUtf8_isMalformed() {
    assertThatThrownBy(() -> Json.parse(new byte[] {'"', (byte) 0xff, '"'}))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage(
            "the body is not valid JSON at line 1, column 3: bytes that are no character (expected: UTF-8)");
    assertThatThrownBy(() -> Json.parse("{x}".getBytes(StandardCharsets.UTF_16)))
        .hasMessage(
            "the body is not valid JSON at line 1, column 2: another character (expected: JSON in UTF-8)");
    assertThatThrownBy(() -> Json.parse(new byte[] {0, 0, 0, '{', 0, 0x22, -1, 0}))
        .hasMessage("the body cannot be read (expected: JSON in UTF-8)");
  }

  @Test
  void parse_aControlInAString_isNamed() {
    assertThat(refusal("{\"a\":\"x\ny\"}"))
        .hasMessage(
            "the body is not valid JSON at line 1, column 8: control character 10 (expected: a string with controls and backslashes escaped)");
  }

  @ParameterizedTest
  @CsvSource({
    "[, 101, 'arrays and objects nested too deep (expected: at most 100)'",
    "1, 101, 'a number, name or string too long (expected: at most 100, 50000 and 20000000 characters)'"
  })
  void parse_tooLarge_saysWhatIsTaken(String repeated, int times, String what) {
    assertThat(refusal(repeated.repeat(times)))
        .message()
        .startsWith("the body has, up to line 1, column ")
        .endsWith(what);
  }

  @Test
  void parse_empty_saysSo() {
    assertThat(refusal("")).hasMessage("the body is empty (expected: JSON)");
    assertThat(refusal(" \n")).hasMessage("the body is empty (expected: JSON)");
  }

  @ParameterizedTest
  @CsvSource({"[], an array", "'\"x\"', a string", "5, a number", "null, a null"})
  void parseObject_anythingElse_saysWhatItIs(String body, String kind) {
    assertThatThrownBy(() -> Json.parseObject(utf8(body)))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage("the body is " + kind + " (expected: a JSON object)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'5'", "1.5", "true", "null", "1e999999999", "99999999999999999999"})
  void mapper_wholeNumbers_areNotGuessed(String value) {
    assertThatThrownBy(() -> read("{'input_tokens':" + value + "}", TokenUsage.class))
        .isInstanceOf(JsonProcessingException.class)
        .hasMessageContaining("input_tokens");
  }

  @Test
  void mapper_unknownField_isRefused() {
    assertThatThrownBy(() -> read("{'input_tokens':5,'tokens':1}", TokenUsage.class))
        .hasMessageContaining("tokens");
  }

  @Test
  void mapper_badText_saysValueAndExpectation() {
    assertThatThrownBy(() -> read("'yesterday'", LocalDate.class))
        .hasMessage("\"yesterday\" (expected: a day as YYYY-MM-DD)");
    assertThatThrownBy(() -> read("5", Instant.class))
        .hasMessage("5 (expected: a time as 2026-01-31T12:00:00Z)");
    assertThatThrownBy(() -> read("-1", Revision.class))
        .hasMessage("-1 (expected: a whole number from 0)");
    assertThatThrownBy(() -> read("'7'", Revision.class))
        .hasMessage("\"7\" (expected: a whole number from 0)");
    assertThatThrownBy(() -> read("'gone'", ModelStatus.class)).hasMessageContaining("gone");
  }

  @Test
  void cost_amounts_areExactStrings() {
    ModelPricing pricing = ModelPricing.of(new BigDecimal("0.1"), new BigDecimal("0.2"));
    Cost cost = Cost.of(pricing, TokenUsage.of(1, 0), Instant.EPOCH);
    assertThat(new String(Json.bytes(cost), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"amount\":\"0.0000001\",\"rule\":[\"base\"],\"reason\":null,\"lines\":[{\"item\":"
                + "\"input\",\"tokens\":1,\"per_million\":0.1,\"amount\":\"0.0000001\"}]}");
  }

  @Test
  void partsThatAreShared_areWrittenTheSameEachTime_inAscii() throws JsonProcessingException {
    String first = Json.known(model("a"));
    LatencyProfile profile = model("a").latencyProfile();
    ModelDefinition other = model("b").with(b -> b.latencyProfile(profile));
    assertThat(first)
        .matches("\\p{ASCII}*")
        .contains("\"input_per_million\":0.0000001", "\\u00E4\\uD83D", "\"vision\":true}");
    for (int i = 0; i < 2; i++) {
      assertThat(Json.known(other)).isEqualTo(first.replace("\"a\"", "\"b\""));
    }
    assertThat(Json.mapper().readValue(first, ModelDefinition.class)).isEqualTo(model("a"));
  }

  private static ModelDefinition model(String id) {
    return ModelDefinition.builder(id)
        .capabilities(ModelCapabilities.of(List.of(Capability.VISION), List.of()))
        .pricing(ModelPricing.of(new BigDecimal("0.0000001"), BigDecimal.ONE))
        .latencyProfile(LatencyProfile.ofMeans(0.5, 0.02).withBasis(null, "\u00e4\ud83d"))
        .build();
  }

  private static <T> T read(String json, Class<T> type) throws JsonProcessingException {
    return Json.mapper().readValue(json.replace('\'', '"'), type);
  }

  private static UnderstudyException refusal(String body) {
    return Objects.requireNonNull(
        catchThrowableOfType(UnderstudyException.class, () -> Json.parse(utf8(body))), body);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
