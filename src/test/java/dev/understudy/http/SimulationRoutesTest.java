package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was planned, and what was done: {@code /v1/simulations}. */
class SimulationRoutesTest {

  @RegisterExtension
  static final TestServer server =
      new TestServer("simulation.time_scale=0.01", "simulation.kept_simulations=3");

  private final Api api = new Api(server);

  private static String chat(String more) {
    return "{\"model\":\"gpt-4o\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(more);
  }

  private Response post(String path, String body) {
    return api.json(body).post(path).then().statusCode(200).extract().response();
  }

  private static void isPlayed(JsonNode simulation, int tokens) {
    assertThat(simulation.get("state").asText()).isEqualTo("done");
    assertThat(simulation.get("planned_tokens").asInt()).isEqualTo(tokens);
    assertThat(simulation.get("sent_tokens").asInt()).isEqualTo(tokens);
    assertThat(simulation.get("planned_ns")).hasSize(tokens);
    assertThat(simulation.get("actual_ns")).hasSize(tokens);
    for (int k = 0; k < tokens; k++) {
      assertThat(simulation.get("actual_ns").get(k).asLong())
          .isGreaterThanOrEqualTo(simulation.get("planned_ns").get(k).asLong());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"stream\":true"})
  void anAnswerIsFoundByItsId(String more) {
    Response answer = post("/v1/chat/completions", chat(",\"seed\":7" + more));
    String id = answer.header("understudy-simulation");

    assertThat(answer.asString()).contains("\"id\":\"" + id + "\"");
    JsonNode simulation = api.ok("/v1/simulations/" + id);
    isPlayed(simulation, 20);
    assertThat(simulation.get("id").asText()).isEqualTo(id);
    assertThat(simulation.get("object").asText()).isEqualTo("simulation");
    assertThat(simulation.get("model").asText()).isEqualTo("gpt-4o");
    assertThat(simulation.get("seed").asLong()).isEqualTo(7);
    assertThat(simulation.get("prompt_tokens").asInt()).isEqualTo(8);
    assertThat(simulation.get("finish_reason").asText()).isEqualTo("length");
    assertThat(simulation.get("created").asLong()).isEqualTo(TestServer.NOW.getEpochSecond());
  }

  @Test
  void aStreamThatIsOnlyAboutTimeIsFoundToo() {
    Response stream = api.get("/v1/models/gpt-4o/stream?tokens=3000");
    assertThat(stream.asString()).endsWith("[DONE]\n\n"); // waits for the end

    isPlayed(api.ok("/v1/simulations/" + stream.header("understudy-simulation")), 3000);
  }

  @Test
  void aScheduleIsWhatIsPlayedForTheSameBody() {
    String body = chat(",\"seed\":11");
    Response scheduled = post("/v1/simulations", body);
    JsonNode schedule = Api.tree(scheduled);
    String path = "/v1/simulations/" + schedule.get("id").asText();
    assertThat(schedule.get("state").asText()).isEqualTo("planned");
    assertThat(schedule.get("planned_ns")).hasSize(20);
    api.error(404, path);

    Response played = post("/v1/chat/completions", body);
    JsonNode simulation = api.ok(path);

    assertThat(played.header("understudy-plan")).isEqualTo(scheduled.header("understudy-plan"));
    for (String same :
        new String[] {
          "id", "model", "seed", "prompt_tokens", "thinking_tokens", "finish_reason", "planned_ns"
        }) {
      assertThat(simulation.get(same)).isEqualTo(schedule.get(same));
    }
  }

  @Test
  void aScheduleWithoutASeedNamesTheOneThatGivesItAgain() {
    JsonNode drawn = Api.tree(post("/v1/simulations", chat("")));
    String seed = ",\"seed\":" + drawn.get("seed").asLong();

    assertThat(Api.tree(post("/v1/simulations", chat(seed)))).isEqualTo(drawn);
  }

  private int thinkingTokens(String model, String more) {
    String unlimited = chat(more).replaceAll("\"max_tokens\":\\d+,?", "");
    String body = unlimited.replace(",,", ",").replace("gpt-4o", model);
    return Api.tree(post("/v1/simulations", body)).get("thinking_tokens").asInt();
  }

  @Test
  void aScheduleSaysHowLongTheModelThinks() {
    String high = ",\"reasoning_effort\":\"high\"";
    assertThat(thinkingTokens("gpt-4o", "")).isZero();
    assertThat(thinkingTokens("openai/gpt-oss-20b", "")).as("as models do").isEqualTo(1_200);
    assertThat(thinkingTokens("openai/gpt-oss-20b", high)).isEqualTo(2_400);
    assertThat(thinkingTokens("o3-mini", high)).as("as measured").isEqualTo(3_036);
    assertThat(thinkingTokens("claude-sonnet-4-20250514", "")).as("when asked only").isZero();
    assertThat(thinkingTokens("claude-sonnet-4-20250514", high)).isEqualTo(2_400);
  }

  @Test
  void aScheduleIsRefusedAsTheRequestWouldBe() {
    JsonNode error =
        Api.error(404, api.json(chat("").replace("gpt-4o", "none")).post("/v1/simulations"));
    assertThat(error).isNotNull();
  }

  @Test
  void onlyTheLastThatEndedAreKept() {
    String first = post("/v1/chat/completions", chat("")).header("understudy-simulation");
    api.ok("/v1/simulations/" + first);
    for (int i = 0; i < 3; i++) {
      post("/v1/chat/completions", chat(""));
    }

    JsonNode error = api.error(404, "/v1/simulations/" + first);
    assertThat(error.get("message").asText())
        .isEqualTo(
            "simulation: %s is unknown or expired (expected: one that is played, or ended within 600 s and is among the last 3, of 1000000 tokens together)"
                .formatted(first));
    assertThat(error.get("param").asText()).isEqualTo("id");
  }
}
