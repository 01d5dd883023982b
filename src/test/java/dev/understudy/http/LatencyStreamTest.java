package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

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

/** {@code GET /v1/models/{id}/stream}: one event a token, with due and sent offset. */
class LatencyStreamTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  private static List<JsonNode> events(Response response) {
    response.then().statusCode(200).contentType("text/event-stream; charset=utf-8");
    String text = response.asString();
    assertThat(text).endsWith("data: [DONE]\n\n");
    List<JsonNode> events = new ArrayList<>();
    for (String event : text.substring(0, text.length() - 14).split("\n\n", -1)) {
      if (!event.isEmpty()) {
        events.add(Json.parse(event.substring(6).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return events;
  }

  private List<JsonNode> events(String id, String query) {
    return events(api.get("/v1/models/" + id + "/stream?" + query));
  }

  private static double firstDue(List<JsonNode> events) {
    return events.get(0).get("due_ms").asDouble();
  }

  @Test
  void everyTokenIsSentNotBeforeItIsDue() {
    Response response =
        api.get("/v1/models/openai/gpt-oss-120b/stream?tokens=20&seed=1&scale=0.05");
    List<JsonNode> events = events(response);

    assertThat(events).hasSize(20);
    double before = 0;
    for (int k = 0; k < events.size(); k++) {
      JsonNode event = events.get(k);
      assertThat(event.get("index").asInt()).isEqualTo(k);
      assertThat(event.get("due_ms").asDouble()).isGreaterThanOrEqualTo(before);
      assertThat(event.get("sent_ms").asDouble())
          .isGreaterThanOrEqualTo(event.get("due_ms").asDouble());
      before = event.get("due_ms").asDouble();
    }
    assertThat(response.header("understudy-plan"))
        .startsWith("seed=1;ttft=%.3fms;tokens=20;".formatted(firstDue(events)))
        .endsWith("duration=%.3fms".formatted(before));
  }

  @Test
  void theSameSeedIsDueAtTheSameTimesAndTheScaleIsAFactor() {
    List<JsonNode> once = events("gpt-4o", "tokens=10&seed=9&scale=0.01");
    List<JsonNode> twice = events("gpt-4o", "tokens=10&seed=9&scale=0.02");
    for (int k = 0; k < 10; k++) {
      double due = once.get(k).get("due_ms").asDouble();
      assertThat(events("gpt-4o", "tokens=10&seed=9&scale=0.01").get(k).get("due_ms").asDouble())
          .isEqualTo(due);
      // Offsets are printed to a thousandth.
      assertThat(Math.abs(twice.get(k).get("due_ms").asDouble() - 2 * due)).isLessThan(0.003);
    }
  }

  @Test
  void whatTheRequestHasMakesItSlower() {
    String fixed = "tokens=1&seed=4&scale=0.01";
    api.json(
            "{\"latency_profile\":{\"ttft_mean\":0.1,\"ttft_std\":0,\"itl_mean\":0.01,\"itl_std\":0}}")
        .put("/v1/models/steady");
    double plain = firstDue(events("steady", fixed));

    assertThat(plain).isEqualTo(1.0);
    assertThat(firstDue(events("steady", fixed + "&input=image"))).isEqualTo(1.5);
    assertThat(firstDue(events("steady", fixed + "&input=audio"))).isEqualTo(1.3);
    assertThat(firstDue(events("steady", fixed + "&input=video"))).isEqualTo(2.0);
    assertThat(firstDue(events("steady", fixed + "&input=image,audio,video"))).isEqualTo(3.9);
    assertThat(firstDue(events("steady", fixed + "&reasoning=true"))).isEqualTo(2.5);
    assertThat(firstDue(events("steady", fixed + "&tools=true"))).isEqualTo(1.2);
  }

  @Test
  void modelThatThinksWhenAsked_thinksWithReasoningTrue() {
    api.json(
            "{\"can\":[\"reasoning\"],\"latency_profile\":{\"ttft_mean\":0.1,\"ttft_std\":0,\"itl_mean\":0.01,\"itl_std\":0,\"thinking_tokens\":{\"usual\":\"none\",\"medium\":100}}}")
        .put("/v1/models/hybrid");
    assertThat(firstDue(events("hybrid", "tokens=1&scale=0.01"))).isEqualTo(1.0);
    assertThat(firstDue(events("hybrid", "tokens=1&scale=0.01&reasoning=true"))).isEqualTo(11.0);
  }

  @Test
  void headerAndParametersSetTheTiming() {
    Response response =
        api.request()
            .header("understudy-latency", "ttft=8ms;itl=2ms;scale=0.5")
            .get("/v1/models/gpt-4o/stream?tokens=3");
    List<JsonNode> events = events(response);

    assertThat(events).extracting(e -> e.get("due_ms").asDouble()).containsExactly(4.0, 5.0, 6.0);
  }

  @Test
  void theLatencyHeaderTwiceIsRefused() {
    Response response =
        api.request()
            .header("understudy-latency", "ttft=1ms", "itl=1ms")
            .get("/v1/models/gpt-4o/stream?tokens=3");
    assertThat(Api.error(400, response).get("message").asText())
        .isEqualTo("understudy-latency: ttft=1ms, itl=1ms (expected: the header once)");
  }

  @Test
  void atScaleZeroAllIsDueAtOnce() {
    List<JsonNode> events = events("gpt-4o", "tokens=100000&scale=0");

    assertThat(events).hasSize(100_000);
    assertThat(events.get(99_999).get("due_ms").asDouble()).isZero();
  }

  @Test
  void blankParametersAreAsNotGivenAndUnknownOnesAreNamed() {
    Response response =
        api.get("/v1/models/gpt-4o/stream?tokens=&seed=&input=&reasoning=&tools=&scale=0&speed=9");

    assertThat(events(response)).hasSize(50);
    assertThat(response.header("understudy-ignored")).isEqualTo("speed");
  }

  @ParameterizedTest
  @CsvSource({
    "tokens=0, tokens",
    "tokens=100001, tokens",
    "tokens=few, tokens",
    "tokens=1&tokens=2, tokens",
    "seed=x, seed",
    "input=smell, input",
    "input=tools, input",
    "reasoning=maybe, reasoning",
    "tools=1, tools",
    "scale=-1, scale",
    "scale=1001, scale",
    "resolve=x, resolve"
  })
  void wrongValuesAreRefused(String query, String param) {
    assertThat(api.error(400, "/v1/models/gpt-4o/stream?" + query).get("param").asText())
        .isEqualTo(param);
  }

  @Test
  void namesResolveByAliasUnlessAsked() {
    api.error(404, "/v1/models/GPT_4o/stream");
    assertThat(events("GPT_4o", "tokens=1&scale=0&resolve=fuzzy")).hasSize(1);
  }
}
