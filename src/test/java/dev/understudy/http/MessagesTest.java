package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code POST /v1/messages} and its count of tokens: what is said and in which form; time is off.
 */
class MessagesTest {

  private static final String MESSAGES = "/v1/messages";
  private static final String SONNET = "claude-sonnet-4-5";
  private static final String THINKING =
      "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  /** A request about nothing, with more fields. */
  private static String body(String model, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]%s}"
        .formatted(model, more.isEmpty() ? "" : "," + more);
  }

  private Response post(String body) {
    return api.json(body).post(MESSAGES).then().statusCode(200).extract().response();
  }

  private JsonNode answer(String body) {
    return Api.tree(post(body));
  }

  /** What events say, each of which is named as its data. */
  private List<JsonNode> stream(String body) {
    Response response = post(body);
    assertThat(response.contentType()).isEqualTo("text/event-stream; charset=utf-8");
    assertThat(response.asString()).endsWith("\n\n");
    List<JsonNode> events = new ArrayList<>();
    for (String event : response.asString().strip().split("\n\n", -1)) {
      String[] lines = event.split("\n", -1);
      assertThat(lines).hasSize(2);
      JsonNode data = Json.parse(lines[1].substring(6).getBytes(StandardCharsets.UTF_8));
      assertThat(lines[0]).isEqualTo("event: " + data.get("type").asText());
      assertThat(lines[1]).startsWith("data: ");
      events.add(data);
    }
    return events;
  }

  private static String text(List<JsonNode> events, String field) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event.at("/delta/" + field).asText("")));
    return text.toString();
  }

  @Test
  void aWholeAnswerHasAnthropicsShape() {
    JsonNode answer = answer(body(SONNET, "\"seed\":1,\"max_tokens\":20"));

    assertThat(answer.get("id").asText()).matches("msg_[A-Za-z0-9]{29}");
    assertThat(answer.get("type").asText()).isEqualTo("message");
    assertThat(answer.get("role").asText()).isEqualTo("assistant");
    assertThat(answer.get("model").asText()).isEqualTo("claude-sonnet-4-5-20250929");
    assertThat(answer.get("content")).hasSize(1);
    assertThat(answer.at("/content/0/type").asText()).isEqualTo("text");
    assertThat(answer.at("/content/0/text").asText()).isNotBlank();
    assertThat(answer.get("stop_reason").asText()).isEqualTo("max_tokens");
    assertThat(answer.get("stop_sequence").isNull()).isTrue();
    JsonNode usage = answer.get("usage");
    assertThat(usage.get("input_tokens").asInt()).isPositive();
    assertThat(usage.get("output_tokens").asInt()).isEqualTo(20);
    assertThat(usage.get("cache_read_input_tokens").asInt()).isZero();
    assertThat(usage.get("service_tier").asText()).isEqualTo("standard");
  }

  @Test
  void streamedAndWholeSayTheSame() {
    for (int seed = 0; seed < 10; seed++) {
      String more = "\"max_tokens\":1200," + THINKING + ",\"seed\":" + seed;
      List<JsonNode> events = stream(body(SONNET, more + ",\"stream\":true"));
      JsonNode whole = answer(body(SONNET, more));

      assertThat(events.get(0).at("/message/id")).isEqualTo(whole.get("id"));
      assertThat(events.get(0).at("/message/usage/input_tokens"))
          .isEqualTo(whole.at("/usage/input_tokens"));
      assertThat(text(events, "thinking")).isEqualTo(whole.at("/content/0/thinking").asText());
      assertThat(text(events, "signature")).isEqualTo(whole.at("/content/0/signature").asText());
      assertThat(text(events, "text")).isEqualTo(whole.at("/content/1/text").asText());
      JsonNode delta = events.get(events.size() - 2);
      assertThat(delta.at("/delta/stop_reason")).isEqualTo(whole.get("stop_reason"));
      assertThat(delta.at("/usage/output_tokens")).isEqualTo(whole.at("/usage/output_tokens"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max_tokens\":1 | 1 | max_tokens",
        "\"max_tokens\":137,\"ignore_eos\":true | 137 | max_tokens",
        "\"max_tokens\":64000,\"seed\":4 | 226 | end_turn",
        "\"max_tokens\":50,\"simulation\":{\"output_tokens\":33} | 33 | end_turn",
        "\"max_tokens\":20,\"simulation\":{\"output_tokens\":33} | 20 | max_tokens",
        "\"max_tokens\":50,\"min_tokens\":50,\"ignore_eos\":true | 50 | max_tokens"
      })
  void lengthIsExact(String more, int tokens, String reason) {
    JsonNode answer = answer(body(SONNET, more));

    assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(tokens);
    assertThat(answer.get("stop_reason").asText()).isEqualTo(reason);
  }

  @Test
  void theSequenceThatEndsAnAnswerIsNamed() {
    String said = "\"simulation\":{\"text\":\"One, two. Three, four.\"},\"max_tokens\":100";
    JsonNode answer = answer(body(SONNET, said + ",\"stop_sequences\":[\"four\",\"Three\"]"));
    assertThat(answer.get("stop_reason").asText()).isEqualTo("stop_sequence");
    assertThat(answer.get("stop_sequence").asText()).isEqualTo("Three");
    assertThat(answer.at("/content/0/text").asText()).isEqualTo("One, two. ");

    JsonNode none = answer(body(SONNET, said + ",\"stop_sequences\":[\"five\"]"));
    assertThat(none.get("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(none.get("stop_sequence").isNull()).isTrue();

    String atOnce = body(SONNET, said + ",\"stop_sequences\":[\"One\"]");
    JsonNode empty = answer(atOnce);
    assertThat(empty.get("content")).isEmpty();
    assertThat(empty.at("/usage/output_tokens").asInt()).isZero();
    assertThat(stream(atOnce.replace("}]", "}],\"stream\":true")))
        .extracting(event -> event.get("type").asText())
        .containsExactly("message_start", "message_delta", "message_stop");
  }

  @Test
  void thinkingCountsAsOutput_andIsCappedByItsBudgetAndTheLimit() {
    String length = "\"simulation\":{\"output_tokens\":30},\"max_tokens\":";
    String much = ",\"output_config\":{\"effort\":\"max\"}," + THINKING;
    JsonNode whole = answer(body(SONNET, length + "4000" + much)).get("usage");
    assertThat(whole.at("/output_tokens_details/thinking_tokens").asInt()).isEqualTo(1024);
    assertThat(whole.get("output_tokens").asInt()).isEqualTo(1054);

    JsonNode cut = answer(body(SONNET, length + "1040" + much));
    assertThat(cut.at("/usage/output_tokens").asInt()).isEqualTo(1040);
    assertThat(cut.get("stop_reason").asText()).isEqualTo("max_tokens");

    JsonNode unasked = answer(body(SONNET, length + "4000")).get("usage");
    assertThat(unasked.at("/output_tokens_details/thinking_tokens").asInt()).isZero();
    String unseen = ",\"thinking\":{\"type\":\"adaptive\"},\"simulation\":{\"reasoning\":false}";
    JsonNode hidden = answer(body(SONNET, "\"max_tokens\":9000,\"ignore_eos\":true" + unseen));
    assertThat(hidden.get("content")).hasSize(1);
    assertThat(hidden.at("/usage/output_tokens_details/thinking_tokens").asInt()).isPositive();
    assertThat(hidden.at("/usage/output_tokens").asInt()).isEqualTo(9000);
  }

  @Test
  void aModelThatThinksAnyway_takesTheEffort() {
    String more = "\"max_tokens\":9000,\"simulation\":{\"output_tokens\":5}";
    String thought = "/usage/output_tokens_details/thinking_tokens";
    int usual = answer(body("claude-sonnet-5", more)).at(thought).asInt();
    String low = more + ",\"output_config\":{\"effort\":\"low\"}";

    assertThat(answer(body("claude-sonnet-5", low)).at(thought).asInt()).isBetween(1, usual - 1);
    assertThat(answer(body(SONNET, low)).at(thought).asInt()).isZero();
    String off = more + ",\"thinking\":{\"type\":\"disabled\"}";
    assertThat(answer(body("claude-sonnet-5", off)).at(thought).asInt()).isZero();
  }

  @Test
  void whatTheModelCannotDo_isRefused() {
    for (String[] refused :
        new String[][] {
          {"claude-3-haiku-20240307", "\"max_tokens\":2000," + THINKING, "thinking: not supported"},
          {"text-embedding-3-small", "\"max_tokens\":5", "is not served on /v1/messages"},
          {
            "claude-3-haiku-20240307",
            "\"max_tokens\":5000",
            "max_tokens: 5000 (expected: at most 4096"
          }
        }) {
      JsonNode error = Api.error(400, api.json(body(refused[0], refused[1])).post(MESSAGES));
      assertThat(error.get("message").asText()).contains(refused[2]);
    }
    Api.error(404, api.json(body("claude-9", "\"max_tokens\":5")).post(MESSAGES));
    assertThat(answer(body("gpt-4o", "\"max_tokens\":5")).get("model").asText())
        .isEqualTo("gpt-4o");
  }

  @Test
  void aSchemaWithoutAValue_isNamedByItsPlace() {
    String tools =
        "\"max_tokens\":50,\"tool_choice\":{\"type\":\"any\"},\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\","
            + "\"required\":[\"a\"],\"properties\":{\"a\":false}}}]";

    assertThat(Api.error(400, api.json(body(SONNET, tools)).post(MESSAGES)).get("message").asText())
        .startsWith("tools.0.input_schema: ");
  }

  @Test
  void aPromptThatDoesNotFit_isRefusedInTheVendorsWords() {
    String words = "word ".repeat(210_000);
    String long210 = body(SONNET, "\"max_tokens\":5").replace("Hello there", words);

    assertThat(Api.error(400, api.json(long210).post(MESSAGES)).get("message").asText())
        .matches("prompt is too long: 2100\\d\\d tokens > 200000 maximum");
    JsonNode counted = Api.tree(api.json(long210).post(MESSAGES + "/count_tokens"));
    assertThat(counted.get("input_tokens").asInt()).isGreaterThan(210_000);
  }

  @Test
  void tokensAreCountedAsTheyWillBeUsed() {
    String tools =
        "\"tools\":[{\"name\":\"f\",\"description\":\"Does it\",\"input_schema\":{\"type\":\"object\"}}]";
    for (String more : List.of("\"system\":\"Be brief\"", tools)) {
      int used = answer(body(SONNET, more + ",\"max_tokens\":5")).at("/usage/input_tokens").asInt();

      api.json(body(SONNET, more))
          .post(MESSAGES + "/count_tokens")
          .then()
          .statusCode(200)
          .body("input_tokens", equalTo(used));
    }
    Api.error(400, api.json("{\"model\":\"gpt-4o\"}").post(MESSAGES + "/count_tokens"));
  }

  @Test
  void anyVersionIsTaken_andFieldsWithoutEffectAreNamed() {
    api.json(body(SONNET, "\"max_tokens\":5,\"warmth\":3"))
        .header("anthropic-version", "2099-01-01")
        .header("anthropic-beta", "something-2099")
        .post(MESSAGES + "?beta=true")
        .then()
        .statusCode(200)
        .header("understudy-ignored", "beta, warmth");
  }

  @Test
  void otherMethodsAreRefused() {
    assertThat(api.get(MESSAGES).statusCode()).isEqualTo(405);
    assertThat(api.get(MESSAGES + "/count_tokens").statusCode()).isEqualTo(405);
    assertThat(api.get(MESSAGES + "/batches").statusCode()).isEqualTo(404);
  }
}
