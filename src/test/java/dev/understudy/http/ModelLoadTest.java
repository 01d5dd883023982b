package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What requests to a model leave behind for each other: its capacity and its prefix cache. */
class ModelLoadTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String CACHED = "/usage/prompt_tokens_details/cached_tokens";

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  private void put(String id, String latency) {
    api.json(
            "{\"can\":[\"chat\"],\"latency_profile\":{\"ttft_mean\":0.001,\"ttft_std\":0,%s}}"
                .formatted(latency))
        .put("/v1/models/" + id)
        .then()
        .statusCode(201);
  }

  private static String body(String model, String content, String more) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, content, more);
  }

  @Test
  void beyondTheQueueIs429_andTheSlotOfAClientThatLeavesIsFree() throws IOException {
    put("busy", "\"itl_mean\":0.01,\"capacity\":{\"slots\":1,\"queue\":0}");
    String whole = body("busy", "hi", ",\"max_tokens\":1");
    try (RawHttp raw = new RawHttp(server)) {
      String stream = body("busy", "hi", ",\"stream\":true,\"max_tokens\":30000");
      raw.send(
          RawHttp.request(
              "POST",
              CHAT,
              stream,
              "Content-Type: application/json",
              "Content-Length: " + stream.length()));
      Response refused = api.json(whole).post(CHAT);
      while (refused.statusCode() == 200) {
        refused = api.json(whole).post(CHAT); // the stream is not there yet
      }
      JsonNode error = Api.error(429, refused);
      assertThat(error.get("code").asText()).isEqualTo("overloaded");
      assertThat(error.get("message").asText()).contains("1 slots and a queue of 0");
      assertThat(Integer.parseInt(refused.header("retry-after")))
          .as("30,000 tokens of 10 ms")
          .isBetween(270, 330)
          .isEqualTo((Integer.parseInt(refused.header("retry-after-ms")) + 999) / 1_000);
      assertThat(refused.header("understudy-plan")).isNull();
      JsonNode record = api.ok("/v1/simulations/" + refused.header("understudy-simulation"));
      assertThat(record.get("state").asText()).isEqualTo("refused");
      assertThat(record.get("actual_ns")).isEmpty();
      Api.error(429, api.get("/v1/models/busy/stream?tokens=1"));
      assertThat(metrics())
          .contains("understudy_streams_active{model=\"busy\"} 1")
          .contains("understudy_streams_queued{model=\"busy\"} 0")
          .contains("understudy_streams_refused_total{code=\"overloaded\",model=\"busy\"}");
      api.json(whole).post("/v1/simulations").then().statusCode(200); // takes no slot
    }
    Response served = api.json(whole).post(CHAT);
    while (served.statusCode() == 429) {
      served = api.json(whole).post(CHAT);
    }
    served.then().statusCode(200);
  }

  private String metrics() {
    return api.get("/metrics").asString();
  }

  @Test
  void whatIsPlannedStandsApartFromWhatWasDueUnderLoad() throws IOException {
    put(
        "loaded",
        "\"itl_mean\":0.01,\"itl_std\":0,\"capacity\":{\"slots\":2,\"step_seconds_per_sequence\":0.001}");
    String stream = body("loaded", "hi", ",\"stream\":true,\"max_tokens\":30000,\"seed\":1");
    String whole = body("loaded", "hi", ",\"max_tokens\":2,\"seed\":2");
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(
          RawHttp.request(
              "POST",
              CHAT,
              stream,
              "Content-Type: application/json",
              "Content-Length: " + stream.length()));
      while (!metrics().contains("understudy_streams_active{model=\"loaded\"} 1")) {
        Thread.onSpinWait(); // the stream is not there yet
      }
      Response scheduled = api.json(whole).post("/v1/simulations");
      Response served = api.json(whole).post(CHAT);
      JsonNode record = api.ok("/v1/simulations/" + served.header("understudy-simulation"));
      assertThat(record.get("planned_ns")).isEqualTo(Api.tree(scheduled).get("planned_ns"));
      for (int k = 0; k < 2; k++) {
        long due = record.get("due_ns").get(k).asLong();
        assertThat(due).isGreaterThan(record.get("planned_ns").get(k).asLong());
        assertThat(record.get("actual_ns").get(k).asLong()).isGreaterThanOrEqualTo(due);
      }
    }
  }

  @Test
  void aScheduleIsNotRemembered_butCountsWhatIs() {
    put(
        "asked",
        "\"itl_mean\":0,\"prefill_seconds_per_token\":0.0001,\"prefix_cache\":{\"block_tokens\":8}");
    String body = body("asked", "word ".repeat(50), ",\"max_tokens\":2,\"seed\":5");
    Response before = api.json(body).post("/v1/simulations");
    Response first = api.json(body).post(CHAT);
    Response between = api.json(body).post("/v1/simulations");
    Response again = api.json(body).post(CHAT);

    assertThat(before.header("understudy-plan")).doesNotContain("cached=");
    assertThat(first.header("understudy-plan")).isEqualTo(before.header("understudy-plan"));
    assertThat(between.header("understudy-plan")).contains("cached=");
    assertThat(again.header("understudy-plan")).isEqualTo(between.header("understudy-plan"));
    JsonNode planned = Api.tree(between);
    JsonNode played = api.ok("/v1/simulations/" + again.header("understudy-simulation"));
    int cached = planned.get("cached_tokens").asInt();
    assertThat(cached).isEqualTo(Api.tree(again).at(CACHED).asInt()).isPositive();
    assertThat(planned.get("saved_ns").asLong()).isEqualTo(cached * 100_000L);
    assertThat(Api.tree(before).get("saved_ns").asLong(-1)).isZero();
    for (String same : new String[] {"cached_tokens", "saved_ns", "planned_ns"}) {
      assertThat(played.get(same)).isEqualTo(planned.get(same));
    }
    assertThat(Api.tree(before).get("planned_ns").get(0).asLong())
        .isEqualTo(planned.get("planned_ns").get(0).asLong() + cached * 100_000L);
  }

  @Test
  void theSamePromptAgain_reportsWhatWasCached() {
    put(
        "caching",
        "\"itl_mean\":0,\"prefill_seconds_per_token\":0.0001,\"prefix_cache\":{\"block_tokens\":8}");
    String body = body("caching", "word ".repeat(50), ",\"max_tokens\":2,\"seed\":5");
    Response first = api.json(body).post(CHAT);
    Response again = api.json(body).post(CHAT);

    assertThat(Api.tree(first).at(CACHED).asInt(-1)).isZero();
    int cached = Api.tree(again).at(CACHED).asInt();
    assertThat(cached).isPositive();
    assertThat(cached % 8).isZero();
    assertThat(again.header("understudy-plan"))
        .startsWith(first.header("understudy-plan") + ";cached=" + cached + ";saved=");
  }

  @Test
  void thinkingFollowsTheEffort() {
    put(
        "thinker",
        "\"itl_mean\":0.0001,\"itl_std\":0,\"thinking_tokens\":{\"low\":50,\"high\":400}");
    api.json("{\"can\":[\"reasoning\"]}").patch("/v1/models/thinker").then().statusCode(200);
    for (String[] each : new String[][] {{"none", "1.000"}, {"low", "6.000"}, {"high", "41.000"}}) {
      String effort =
          ",\"simulation\":{\"output_tokens\":1},\"reasoning_effort\":\"" + each[0] + "\"";
      assertThat(api.json(body("thinker", "hi", effort)).post(CHAT).header("understudy-plan"))
          .contains("ttft=" + each[1] + "ms");
    }
  }
}
