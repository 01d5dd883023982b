package dev.understudy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.model.Cost;
import dev.understudy.model.ErrorCode;
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
        "{'a':1,'a':2}                 | Duplicate field 'a'",
        "{'a':NaN}                     | NaN",
        "{'a':Infinity}                | Infinity",
        "{'a':01}                      | leading zero",
        "{'a':1} {'b':2}               | Trailing token",
        "{'a':1,}                      | double-quote",
        "{'a':                         | end-of-input",
        "{a:1}                         | double-quote",
        "{'a':1} // note               | comment",
      })
  void parse_malformed_saysWhereAndWhat(String body, String what) {
    UnderstudyException refused = refusal(body.replace('\'', '"'));
    assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_BODY);
    assertThat(refused)
        .message()
        .startsWith("the body is not valid JSON at line 1, column ")
        .containsIgnoringCase(what)
        .doesNotContain("StreamRead", "Source:");
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
        .hasMessageStartingWith("the body is not valid JSON");
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
