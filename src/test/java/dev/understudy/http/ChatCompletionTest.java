package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
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

/** {@code POST /v1/chat/completions}: what is said and in which form; time is off. */
class ChatCompletionTest {

  private static final String CHAT = "/v1/chat/completions";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  /** A request about nothing, with more fields. */
  private static String body(String model, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]%s}"
        .formatted(model, more.isEmpty() ? "" : "," + more);
  }

  private Response post(String body) {
    return api.json(body).post(CHAT).then().statusCode(200).extract().response();
  }

  private JsonNode answer(String body) {
    return Api.tree(post(body));
  }

  private static String text(JsonNode answer) {
    return answer.get("choices").get(0).get("message").get("content").asText();
  }

  /** The frames of a stream, without the mark at the end. */
  private static List<JsonNode> frames(String stream) {
    assertThat(stream).endsWith("data: [DONE]\n\n");
    List<JsonNode> frames = new ArrayList<>();
    for (String event : stream.split("\n\n", -1)) {
      if (!event.isEmpty() && !event.equals("data: [DONE]")) {
        assertThat(event).startsWith("data: ").doesNotContain("\n");
        frames.add(Json.parse(event.substring(6).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return frames;
  }

  private List<JsonNode> stream(String body) {
    Response response = post(body);
    assertThat(response.contentType()).isEqualTo("text/event-stream; charset=utf-8");
    return frames(response.asString());
  }

  private static String text(List<JsonNode> frames) {
    StringBuilder text = new StringBuilder();
    frames.forEach(f -> text.append(f.at("/choices/0/delta/content").asText("")));
    return text.toString();
  }

  @Test
  void aPlainAnswerHasOpenAisShape() {
    JsonNode answer = answer(body("gpt-4o", "\"seed\":1,\"max_tokens\":20"));

    assertThat(answer.get("id").asText()).startsWith("chatcmpl-");
    assertThat(answer.get("object").asText()).isEqualTo("chat.completion");
    assertThat(answer.get("created").asLong()).isEqualTo(TestServer.NOW.getEpochSecond());
    assertThat(answer.get("model").asText()).isEqualTo("gpt-4o");
    assertThat(answer.get("system_fingerprint").asText()).startsWith("fp_");
    assertThat(answer.get("choices")).hasSize(1);
    JsonNode choice = answer.get("choices").get(0);
    assertThat(choice.get("index").asInt()).isZero();
    assertThat(choice.get("finish_reason").asText()).isEqualTo("length");
    assertThat(choice.get("logprobs").isNull()).isTrue();
    assertThat(choice.get("message").get("role").asText()).isEqualTo("assistant");
    assertThat(choice.get("message").get("refusal").isNull()).isTrue();
    assertThat(text(answer)).isNotBlank();
    JsonNode usage = answer.get("usage");
    assertThat(usage.get("completion_tokens").asInt()).isEqualTo(20);
    assertThat(usage.get("prompt_tokens").asInt()).isPositive();
    assertThat(usage.get("total_tokens").asInt())
        .isEqualTo(usage.get("prompt_tokens").asInt() + 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ttft=8ms;itl=2ms;scale=1 | ttft=8.000ms;tokens=3;duration=12.000ms",
        "ttft=8ms;itl=2ms;scale=0.5 | ttft=4.000ms;tokens=3;duration=6.000ms",
        "ttft=8ms | ttft=8.000ms;tokens=3;duration=10.000ms",
        "itl=2ms | ttft=5.000ms;tokens=3;duration=9.000ms",
        "scale=0 | ttft=0.000ms;tokens=3;duration=0.000ms"
      })
  void theLatencyHeader_standsAboveTheBodysTiming(String header, String plan) {
    String timing = "\"simulation\":{\"ttft\":0.005,\"itl\":0.001,\"time_scale\":1}";
    for (String stream : new String[] {"true", "false"}) {
      api.json(body("gpt-4o", timing + ",\"max_tokens\":3,\"stream\":" + stream))
          .header("understudy-latency", header)
          .post(CHAT)
          .then()
          .statusCode(200)
          .header("understudy-plan", endsWith(plan));
    }
  }

  @Test
  void framesAreAsOpenAiDocumentsThem() {
    List<JsonNode> frames = stream(body("gpt-4o", "\"seed\":1,\"max_tokens\":20,\"stream\":true"));

    JsonNode first = frames.get(0);
    JsonNode last = frames.get(frames.size() - 1);
    assertThat(first.at("/choices/0/delta").toString())
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
    assertThat(last.at("/choices/0/delta").toString()).isEqualTo("{}");
    assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    for (JsonNode frame : frames) {
      assertThat(frame.get("object").asText()).isEqualTo("chat.completion.chunk");
      assertThat(frame.get("id")).isEqualTo(first.get("id"));
      assertThat(frame.get("created").asLong()).isEqualTo(TestServer.NOW.getEpochSecond());
      assertThat(frame.get("model").asText()).isEqualTo("gpt-4o");
      assertThat(frame.get("choices")).hasSize(1);
      assertThat(frame.has("usage")).isFalse();
      assertThat(frame.at("/choices/0/index").asInt(-1)).isZero();
      assertThat(frame.at("/choices/0/logprobs").isNull()).isTrue();
      assertThat(frame.at("/choices/0/finish_reason").isNull()).isEqualTo(!frame.equals(last));
    }
    for (JsonNode frame : frames.subList(1, frames.size() - 1)) {
      assertThat(frame.at("/choices/0/delta").fieldNames()).toIterable().containsExactly("content");
    }
    assertThat(frames).hasSize(22);
  }

  @Test
  void usageComesLastAndOnlyWhenAskedFor() {
    String asked = "\"seed\":1,\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    List<JsonNode> frames = stream(body("gpt-4o", asked));
    JsonNode last = frames.get(frames.size() - 1);

    assertThat(last.get("choices")).isEmpty();
    assertThat(last.get("usage")).isEqualTo(answer(body("gpt-4o", "\"seed\":1")).get("usage"));
    for (JsonNode frame : frames.subList(0, frames.size() - 1)) {
      assertThat(frame.has("usage")).isTrue();
      assertThat(frame.get("usage").isNull()).isTrue();
    }
    // One frame a token beside role, finish and usage: this text has no token inside a character.
    assertThat(frames).hasSize(last.get("usage").get("completion_tokens").asInt() + 3);
  }

  @Test
  void streamedAndPlainSayTheSame() {
    for (int seed = 0; seed < 20; seed++) {
      String seeded = "\"seed\":" + seed;
      List<JsonNode> frames = stream(body("gpt-4o-mini", seeded + ",\"stream\":true"));
      JsonNode plain = answer(body("gpt-4o-mini", seeded));

      assertThat(text(frames)).isEqualTo(text(plain));
      assertThat(frames.get(0).get("id")).isEqualTo(plain.get("id"));
      assertThat(frames.get(frames.size() - 1).at("/choices/0/finish_reason"))
          .isEqualTo(plain.at("/choices/0/finish_reason"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max_tokens\":1 | 1 | length",
        "\"max_tokens\":137 | 137 | length",
        "\"max_completion_tokens\":9 | 9 | length",
        "\"max_tokens\":50,\"min_tokens\":50 | 50 | length",
        "\"simulation\":{\"output_tokens\":33} | 33 | stop",
        "\"simulation\":{\"output_tokens\":33},\"max_tokens\":20 | 20 | length",
        "\"max_tokens\":99999999 | 16384 | length",
        "\"ignore_eos\":true,\"max_tokens\":12 | 12 | length"
      })
  void lengthIsExact(String more, int tokens, String finish) {
    JsonNode answer = answer(body("gpt-4o", more));

    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(tokens);
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo(finish);
  }

  @Test
  void withoutLimitsTheLengthIsDrawnAndMinTokensHolds() {
    JsonNode drawn = answer(body("gpt-4o", "\"seed\":3"));
    JsonNode longer = answer(body("gpt-4o", "\"seed\":3,\"min_tokens\":5000"));

    assertThat(drawn.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(drawn.at("/usage/completion_tokens").asInt()).isBetween(1, 4000);
    assertThat(longer.at("/usage/completion_tokens").asInt()).isGreaterThanOrEqualTo(5000);
  }

  @Test
  void aStopSequenceEndsTheAnswerAndIsNotPartOfIt() {
    // The same text is not to be had with and without the field, so each is held to itself.
    for (String stop : List.of("\".\"", "[\"the\",\" a\",\".\"]")) {
      String more = "\"seed\":5,\"max_tokens\":400,\"stop\":" + stop;
      JsonNode answer = answer(body("gpt-4o", more));

      assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
      assertThat(answer.at("/usage/completion_tokens").asInt()).isLessThan(400);
      assertThat(text(answer)).doesNotContain(".");
      assertThat(text(stream(body("gpt-4o", more + ",\"stream\":true")))).isEqualTo(text(answer));
    }
  }

  @Test
  void thePlanIsNamedAndCanBeHadAgain() {
    Response drawn = post(body("gpt-4o", ""));
    String plan = drawn.header("understudy-plan");
    assertThat(plan)
        .matches("seed=\\d+;ttft=\\d+\\.\\d{3}ms;tokens=\\d+;duration=\\d+\\.\\d{3}ms")
        .contains("tokens=" + Api.tree(drawn).at("/usage/completion_tokens").asInt() + ";");
    String seed = plan.replaceAll("seed=(\\d+);.*", "$1");
    Response again = post(body("gpt-4o", "\"seed\":" + seed));

    assertThat(again.header("understudy-plan")).isEqualTo(plan);
    assertThat(again.asString()).isEqualTo(drawn.asString());
  }

  @Test
  void fieldsWithoutEffectAreNamed() {
    Response response =
        api.json(body("gpt-4o", "\"functions\":[],\"warmth\":3,\"temperature\":1"))
            .post(CHAT + "?api-version=7");

    assertThat(response.header("understudy-ignored")).isEqualTo("api-version, functions, warmth");
    assertThat(post(body("gpt-4o", "\"temperature\":0.5")).header("understudy-ignored")).isNull();
  }

  @Test
  void namesResolveAsAsked() {
    api.json(body("gpt-4o-2024-08-06", "")).post(CHAT).then().statusCode(200);
    for (String spelled : List.of("GPT_4o")) {
      JsonNode error = Api.error(404, api.json(body(spelled, "")).post(CHAT));
      assertThat(error.get("code").asText()).isEqualTo("model_not_found");
      assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
      assertThat(error.get("param").asText()).isEqualTo("model");
      assertThat(error.get("did_you_mean")).extracting(JsonNode::asText).contains("gpt-4o");
      api.json(body(spelled, ""))
          .post(CHAT + "?resolve=fuzzy")
          .then()
          .statusCode(200)
          .body("model", equalTo("gpt-4o"))
          .header("understudy-resolved", "gpt-4o; via=normalized");
      api.json(body(spelled, ""))
          .header("understudy-resolve", "fuzzy")
          .post(CHAT)
          .then()
          .body("model", equalTo("gpt-4o"));
    }
    api.json(body("claude-3-opus-latest", ""))
        .post(CHAT)
        .then()
        .body("model", equalTo("claude-3-opus-20240229"))
        .header("understudy-resolved", "claude-3-opus-20240229; via=alias");
    Api.error(404, api.json(body("claude-3-opus-latest", "")).post(CHAT + "?resolve=strict"));
  }

  @Test
  void aFineTunedModelPlaysUnderItsOwnName() {
    String id = "ft:gpt-4o-mini-2024-07-18:acme::abc123";

    assertThat(answer(body(id, "\"max_tokens\":3")).get("model").asText()).isEqualTo(id);
  }
}
