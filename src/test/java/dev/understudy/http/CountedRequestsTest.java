package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.bus.StreamOptions;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every simulated request counts once, as its answer's usage says. */
class CountedRequestsTest {

  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi there\"}]";

  @RegisterExtension
  final TestServer server = new TestServer("simulation.time_scale=0", "registry.auto_create=true");

  private Api api;

  @BeforeEach
  void start() {
    api = new Api(server);
  }

  private JsonNode usage(String model) {
    return api.ok("/v1/models/" + model + "/usage?step=total").get("total");
  }

  private void assertCounts(String model, int requests, int errors, int disconnects) {
    JsonNode usage = usage(model);
    assertThat(usage.get("requests").asInt()).as("requests").isEqualTo(requests);
    assertThat(usage.get("errors").asInt()).as("errors").isEqualTo(errors);
    assertThat(usage.get("disconnects").asInt()).as("disconnects").isEqualTo(disconnects);
  }

  private void assertTokens(String model, int input, int cached, int output, int reasoning) {
    JsonNode usage = usage(model);
    assertThat(usage.get("input_tokens").asInt()).as("input").isEqualTo(input);
    assertThat(usage.get("cached_input_tokens").asInt()).as("cached").isEqualTo(cached);
    assertThat(usage.get("output_tokens").asInt()).as("output").isEqualTo(output);
    assertThat(usage.get("reasoning_tokens").asInt()).as("reasoning").isEqualTo(reasoning);
  }

  private Response post(String path, String body) {
    return api.json(body).post(path);
  }

  /* --------------- what was done --------------- */

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | gpt-4o | \"max_tokens\":9,MESSAGES | prompt_tokens | completion_tokens",
        "/v1/chat/completions | o3 | MESSAGES | prompt_tokens | completion_tokens",
        "/v1/completions | gpt-3.5-turbo-instruct | \"max_tokens\":9,\"n\":2,\"prompt\":\"Hi there\" | prompt_tokens | completion_tokens",
        "/v1/responses | gpt-4o | \"max_output_tokens\":20,\"input\":\"Hi there\" | input_tokens | output_tokens",
        "/v1/messages | claude-sonnet-4-5 | \"max_tokens\":9,MESSAGES | input_tokens | output_tokens",
        "/v1/embeddings | text-embedding-3-small | \"input\":\"Hi there\" | prompt_tokens | none",
        "/v1/rerank | rerank-v3.5 | \"query\":\"Hi\",\"documents\":[\"there\"] | prompt_tokens | none"
      })
  void aWholeAnswer_countsOnceWithItsUsage(
      String path, String model, String body, String input, String output) {
    Response answer =
        post(path, "{\"model\":\"%s\",%s}".formatted(model, body.replace("MESSAGES", HI)));
    answer.then().statusCode(200);
    JsonNode told = Api.tree(answer).get("usage");
    JsonNode id = Api.tree(answer).get("model");
    String counted = id.asText().isEmpty() ? model : id.asText();

    assertCounts(counted, 1, 0, 0);
    JsonNode usage = usage(counted);
    assertThat(usage.get("input_tokens").asInt()).isPositive().isEqualTo(told.get(input).asInt());
    assertThat(usage.get("output_tokens").asInt()).isEqualTo(told.path(output).asInt());
    assertThat(usage.get("latency_seconds").get("count").asInt()).isEqualTo(1);
    assertThat(usage.get("ttft_seconds").get("count").asInt()).isZero();
    JsonNode reasoning = told.at("/completion_tokens_details/reasoning_tokens");
    assertThat(usage.get("reasoning_tokens").asInt()).isEqualTo(reasoning.asInt());
  }

  @Test
  void moderations_countTheirPrompt() {
    Response answer =
        post("/v1/moderations", "{\"model\":\"omni-moderation-latest\",\"input\":\"Hi there\"}");
    answer.then().statusCode(200);
    String model = Api.tree(answer).get("model").asText();
    assertCounts(model, 1, 0, 0);
    assertThat(usage(model).get("input_tokens").asInt()).isPositive();
    assertThat(usage(model).get("output_tokens").asInt()).isZero();
  }

  @Test
  void costs_areThoseOfTheCalculator() {
    for (int i = 0; i < 3; i++) {
      post("/v1/chat/completions", "{\"model\":\"gpt-4o\",\"max_tokens\":9," + HI + "}");
    }
    JsonNode usage = usage("gpt-4o");
    String asked =
        "{\"input_tokens\":%s,\"output_tokens\":%s}"
            .formatted(usage.get("input_tokens"), usage.get("output_tokens"));
    JsonNode cost = Api.tree(post("/v1/models/gpt-4o/cost", asked)).get("cost");
    assertThat(usage.get("cost")).isEqualTo(cost);
    assertThat(usage.get("unpriced_requests").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/chat/completions", "/v1/responses", "/v1/messages"})
  void aStream_countsOnce_withTheTimeToItsFirstToken(String path) {
    String said =
        path.endsWith("responses")
            ? "\"max_output_tokens\":20,\"input\":\"Hi\""
            : "\"max_tokens\":20," + HI;
    String model = path.endsWith("messages") ? "claude-3-haiku-20240307" : "gpt-4o";
    post(path, "{\"model\":\"%s\",\"stream\":true,%s}".formatted(model, said))
        .then()
        .statusCode(200);
    assertCounts(model, 1, 0, 0);
    JsonNode usage = usage(model);
    assertThat(usage.get("output_tokens").asInt()).isEqualTo(20);
    assertThat(usage.get("ttft_seconds").get("count").asInt()).isEqualTo(1);
    assertThat(usage.get("latency_seconds").get("count").asInt()).isEqualTo(1);
  }

  @Test
  void theBareStream_countsItsTokens_andItsHeadAlone_doesNot() {
    api.get("/v1/models/gpt-4o/stream?tokens=12").then().statusCode(200);
    api.request().head("/v1/models/gpt-4o/stream?tokens=12").then().statusCode(200);
    assertCounts("gpt-4o", 1, 0, 0);
    assertTokens("gpt-4o", 0, 0, 12, 0);
  }

  @Test
  void aStreamOverTheBus_counts_finishedOrStopped() throws Exception {
    StreamOptions options = StreamOptions.of("gpt-4o", "Hi", 6);
    server.client().stream(options, 6, part -> {})
        .compose(stream -> stream.ended())
        .await(10, TimeUnit.SECONDS);
    server.client().stream(options, 2, part -> {})
        .onSuccess(stream -> stream.stop())
        .await(10, TimeUnit.SECONDS);
    awaitDisconnects(1);
    assertCounts("gpt-4o", 2, 0, 1);
  }

  private void awaitDisconnects(int disconnects) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (usage("gpt-4o").get("disconnects").asInt() < disconnects
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatOnlyCounts_orIsNotPlayed_doesNotCount() {
    post("/v1/simulations", "{\"model\":\"gpt-4o\"," + HI + "}").then().statusCode(200);
    api.json("{\"model\":\"gpt-4o\"," + HI + "}")
        .header("understudy-fault", "status=503")
        .post("/v1/simulations");
    post("/v1/messages/count_tokens", "{\"model\":\"gpt-4o\"," + HI + "}").then().statusCode(200);
    post("/v1/chat/completions", "{\"model\":\"gpt-4o\"").then().statusCode(400);
    assertThat(api.ok("/v1/usage?step=total").get("total").get("requests").asInt()).isZero();
  }

  /* --------------- what was not --------------- */

  @ParameterizedTest
  @ValueSource(strings = {"status=503", "first=1;status=429", "status=500;delay=1ms"})
  void anInjectedError_countsAsAnError_andCostsNothing(String fault) {
    api.json("{\"model\":\"gpt-4o\"," + HI + "}")
        .header("understudy-fault", fault)
        .post("/v1/chat/completions")
        .then()
        .statusCode(greaterThanOrEqualTo(400));
    assertCounts("gpt-4o", 1, 1, 0);
    assertTokens("gpt-4o", 0, 0, 0, 0);
    assertThat(usage("gpt-4o").get("cost").asText()).isEqualTo("0");
    assertThat(usage("gpt-4o").get("unpriced_requests").asInt()).isZero();
    assertThat(usage("gpt-4o").get("latency_seconds").get("count").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut_after=5", "reset_after=5", "error_after=5"})
  void aStreamThatIsBrokenOff_isAnErrorWithTheTokensThatWereSent(String fault) throws IOException {
    String body = "{\"model\":\"gpt-4o\",\"stream\":true,\"max_tokens\":20," + HI + "}";
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(
          RawHttp.request(
              "POST",
              "/v1/chat/completions",
              body,
              "Content-Type: application/json",
              "Content-Length: " + body.length(),
              "Connection: close",
              "understudy-fault: " + fault));
      try {
        raw.read(1 << 20); // to the end
      } catch (IOException reset) {
        assertThat(fault).startsWith("reset");
      }
    }
    assertCounts("gpt-4o", 1, 1, 0);
    assertThat(usage("gpt-4o").get("output_tokens").asInt()).isEqualTo(5);
    assertThat(usage("gpt-4o").get("input_tokens").asInt()).isPositive();
    assertThat(usage("gpt-4o").get("ttft_seconds").get("count").asInt()).isEqualTo(1);
    assertThat(usage("gpt-4o").get("latency_seconds").get("count").asInt()).isZero();
  }

  @Test
  void aRefusalOnceTheModelIsKnown_isAnError() {
    String tooLong = "x ".repeat(20_000);
    post(
            "/v1/chat/completions",
            "{\"model\":\"gpt-4\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(tooLong))
        .then()
        .statusCode(400);
    assertCounts("gpt-4", 1, 1, 0);
    post("/v1/embeddings", "{\"model\":\"gpt-4\",\"input\":\"x\"}").then().statusCode(400);
    assertCounts("gpt-4", 2, 2, 0);
  }

  @Test
  void aClientThatLeaves_isADisconnect() throws IOException {
    String body = "{\"model\":\"gpt-4o\",\"stream\":true,\"max_tokens\":20," + HI + "}";
    try (RawHttp raw = new RawHttp(server)) {
      raw.send(
          RawHttp.request(
              "POST",
              "/v1/chat/completions",
              body,
              "Content-Type: application/json",
              "Content-Length: " + body.length(),
              "understudy-latency: scale=1;ttft=1ms;itl=3600s"));
      raw.head();
    }
    awaitDisconnects(1);
    assertCounts("gpt-4o", 1, 0, 1);
    assertThat(usage("gpt-4o").get("output_tokens").asInt()).isLessThanOrEqualTo(1);
  }

  @Test
  void madeUpModels_countUnderTheirIds() {
    for (String model : List.of("ft:gpt-4o-mini-2024-07-18:acme::abc", "somebody/new-model-7b")) {
      post("/v1/chat/completions", "{\"model\":\"" + model + "\",\"max_tokens\":3," + HI + "}")
          .then()
          .statusCode(200);
      assertCounts(model, 1, 0, 0);
      assertThat(usage(model).get("unpriced_requests").asInt()).isEqualTo(1);
    }
  }
}
