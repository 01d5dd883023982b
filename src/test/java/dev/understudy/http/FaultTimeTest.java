package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.app.Server;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.VirtualClock;
import io.restassured.response.Response;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults of time and scenarios, in virtual time; their files, edited while the server runs. */
class FaultTimeTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final Path FAULTS = Path.of("target/fault-test/faults.yaml");
  private static final Path SCENARIOS = Path.of("target/fault-test/scenarios.yaml");

  static {
    write("rules: []", "scenarios: []");
  }

  private static final VirtualClock clock = new VirtualClock();

  @RegisterExtension
  static final TestServer server =
      new TestServer("simulation.faults=" + FAULTS, "simulation.scenarios=" + SCENARIOS)
          .with(clock);

  private final Api api = new Api(server);

  private static void write(String rules, String scenarios) {
    try {
      Files.createDirectories(FAULTS.getParent());
      Files.writeString(FAULTS, rules);
      Files.writeString(SCENARIOS, scenarios);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kept here: a client that nobody refers to any more closes its connections. */
  private final HttpClient client = server.vertx().createHttpClient();

  @AfterEach
  void closeClient() throws Exception {
    client.close().await(10, TimeUnit.SECONDS);
  }

  @BeforeEach
  void noFiles() throws Exception {
    edit("rules: []", "scenarios: []");
  }

  private boolean edit(String rules, String scenarios) throws Exception {
    write(rules, scenarios);
    return server.server().reloadSimulationFiles().await(10, TimeUnit.SECONDS);
  }

  private static String body(String more) {
    return "{\"model\":\"gpt-4o\",\"seed\":7,\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"simulation\":{\"ttft\":0.1,\"itl\":0.01}%s}"
        .formatted(more);
  }

  /** Asks, and waits until the server has begun to wait for time to go on. */
  private Future<HttpClientResponse> ask(String fault, String more) throws Exception {
    return ask(body(more), fault, response -> response.body().map(response));
  }

  private <T> Future<T> ask(
      String body, String fault, Function<HttpClientResponse, Future<T>> reader) throws Exception {
    Future<Void> awaited = clock.whenAwaited();
    Future<T> asked =
        client
            .request(HttpMethod.POST, URI.create(server.url()).getPort(), "127.0.0.1", CHAT)
            .compose(
                request ->
                    request
                        .putHeader("content-type", "application/json")
                        .putHeader("understudy-fault", fault)
                        .send(Buffer.buffer(body))
                        .compose(reader));
    awaited.await(10, TimeUnit.SECONDS);
    api.ok("/health/live"); // by then the event loop has begun the whole answer
    return asked;
  }

  /** The answer of a request, once so much time has passed. */
  private HttpClientResponse after(Duration time, String fault, String more) throws Exception {
    Future<HttpClientResponse> asked = ask(fault, more);
    clock.advance(time).await(10, TimeUnit.SECONDS);
    return asked.await(10, TimeUnit.SECONDS);
  }

  private JsonNode record(HttpClientResponse answer) {
    return api.ok("/v1/simulations/" + answer.getHeader("understudy-simulation"));
  }

  @Test
  void aStallIsPlayedAsPlanned() throws Exception {
    HttpClientResponse answer =
        after(Duration.ofMillis(3140), "stall_after=2;for=3s", ",\"stream\":true");
    JsonNode simulation = record(answer);

    assertThat(simulation.get("planned_ns").toString())
        .isEqualTo("[100000000,110000000,3120000000,3130000000,3140000000]");
    assertThat(simulation.get("actual_ns")).isEqualTo(simulation.get("planned_ns"));
    assertThat(answer.getHeader("understudy-plan")).endsWith("duration=3140.000ms");
  }

  @Test
  void anEngineAlonePlaysWhatWasPlanned() throws Exception {
    String model =
        "{\"id\":\"acme/engine\",\"latency_profile\":{\"ttft_mean\":0.5,\"itl_mean\":0.02,\"prefill_seconds_per_token\":0.001,\"capacity\":{\"slots\":4,\"queue\":4,\"step_seconds_per_sequence\":0.001}}}";
    api.json(model).post("/v1/models?on_conflict=replace").then().statusCode(201);
    String body =
        "{\"model\":\"acme/engine\",\"seed\":7,\"max_tokens\":20,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    edit("rules: []", BROWNOUT);
    api.request().post("/v1/scenarios/brownout/start?offset=20s").then().statusCode(200);

    Future<HttpClientResponse> asked =
        ask(
            body,
            "slow_start=2s,stall_after=7;for=1s,tokens_per_chunk=1-3",
            response -> response.body().map(response));
    clock.advance(Duration.ofSeconds(10)).await(10, TimeUnit.SECONDS);
    JsonNode simulation = record(asked.await(10, TimeUnit.SECONDS));

    assertThat(simulation.get("state").asText()).isEqualTo("done");
    assertThat(simulation.get("actual_ns")).isEqualTo(simulation.get("due_ns"));
    for (int k = 0; k < 20; k++) { // each rounded once
      assertThat(simulation.get("due_ns").get(k).asLong())
          .isCloseTo(simulation.get("planned_ns").get(k).asLong(), within(2L));
    }
    assertThat(simulation.get("faults")).hasSize(3);
  }

  @Test
  void anErrorMayComeLate() throws Exception {
    Future<HttpClientResponse> asked = ask("status=504;delay=10s", "");
    clock.advance(Duration.ofMillis(9_999)).await(10, TimeUnit.SECONDS);
    api.ok("/health/live"); // the event loop is through with it
    assertThat(asked.isComplete()).as(() -> String.valueOf(asked)).isFalse();

    clock.advance(Duration.ofMillis(1)).await(10, TimeUnit.SECONDS);
    assertThat(asked.await(10, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
  }

  @Test
  void commentsComeWhileNothingElseDoes() throws Exception {
    Future<Buffer> asked =
        ask(body(",\"stream\":true"), "keep_alive=15s,slow_start=50s", HttpClientResponse::body);
    clock.advance(Duration.ofMinutes(1)).await(10, TimeUnit.SECONDS);

    assertThat(asked.await(10, TimeUnit.SECONDS).toString())
        .startsWith(": keep-alive\n\n: keep-alive\n\n: keep-alive\n\ndata: {")
        .endsWith("data: [DONE]\n\n");
  }

  /* --------------- rules and their file --------------- */

  @Test
  void rulesAreReadAgainWhenEdited_aBadEditKeepsWhatIsRunning() throws Exception {
    assertThat(server.server().reloadSimulationFiles().await(10, TimeUnit.SECONDS)).isFalse();
    assertThat(edit("rules: [{name: all, model: 'gpt-*', status: 418}]", "scenarios: []")).isTrue();
    Response refused = api.json(body("")).post(CHAT);
    assertThat(refused.statusCode()).isEqualTo(418);
    assertThat(refused.header("understudy-fault")).isEqualTo("status=418; rule=all; seed=7");
    assertThat(api.get("/metrics").asString())
        .contains(
            "understudy_faults_injected_total{kind=\"status\",model=\"gpt-4o\",source=\"rule\"} 1.0");

    write("rules: [{name: all, status: 4}]", "scenarios: []");
    assertThat(server.server().reloadSimulationFiles().otherwise(false).await(10, TimeUnit.SECONDS))
        .isFalse();
    assertThat(api.json(body("")).post(CHAT).statusCode()).isEqualTo(418);
    Files.delete(FAULTS);
    assertThat(server.server().reloadSimulationFiles().otherwise(false).await(10, TimeUnit.SECONDS))
        .isFalse();
    assertThat(api.json(body("")).post(CHAT).statusCode()).isEqualTo(418);
  }

  @Test
  void aBadFileStopsTheStart() throws Exception {
    Path bad = FAULTS.resolveSibling("bad.yaml");
    Files.writeString(bad, "rules: [{name: x, status: 4}]");
    ServerConfig config =
        new ConfigLoader()
            .set("store.url=memory")
            .set("http.port=0")
            .set("simulation.faults=" + bad)
            .load(Path.of("").toAbsolutePath());

    assertThatThrownBy(
            () ->
                Server.start(server.vertx(), config, Clock.systemUTC()).await(30, TimeUnit.SECONDS))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("bad.yaml: rules[0] (x).status: 4 (expected:");
  }

  /* --------------- scenarios --------------- */

  private static final String BROWNOUT =
      "scenarios: [{name: brownout, phases: [{from: 0s, to: 60s, factor: {from: 1, to: 4}}, {from: 60s, to: 2m, factor: 4, faults: [{status: 503}]}]}]";

  @Test
  void aScenarioIsListedStartedPlayedAndStopped() throws Exception {
    edit("rules: []", BROWNOUT);
    assertThat(api.ok("/v1/scenarios").at("/data/0/state").asText()).isEqualTo("idle");

    JsonNode started =
        Api.tree(api.request().post("/v1/scenarios/brownout/start?speed=2&offset=20s"));
    assertThat(started.get("state").asText()).isEqualTo("running");
    assertThat(started.get("elapsed_seconds").asDouble()).isEqualTo(20);
    assertThat(started.get("duration_seconds").asDouble()).isEqualTo(120);
    assertThat(started.at("/phases/0/factor").asDouble()).isEqualTo(2);
    assertThat(started.at("/phases/1/faults/0").asText()).isEqualTo("status=503");

    clock.advance(Duration.ofSeconds(10)).await(10, TimeUnit.SECONDS); // at 40 s
    HttpClientResponse slow = after(Duration.ofSeconds(1), "split=utf8", ",\"stream\":true");
    assertThat(slow.getHeader("understudy-scenario")).isEqualTo("brownout; factor=3.00");
    assertThat(slow.getHeader("understudy-plan")).contains("ttft=300.000ms");
    assertThat(record(slow).get("planned_ns").toString())
        .isEqualTo("[300000000,330000000,360000000,390000000,420000000]");
    assertThat(record(slow).get("scenario").asText()).isEqualTo("brownout; factor=3.00");

    clock.advance(Duration.ofSeconds(9)).await(10, TimeUnit.SECONDS); // at 60 s
    Response refused = api.json(body("")).post(CHAT);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.header("understudy-fault"))
        .isEqualTo("status=503; scenario=brownout; seed=7");
    assertThat(refused.header("understudy-scenario")).isEqualTo("brownout; factor=4.00");
    assertThat(api.ok("/v1/scenarios").at("/data/0/phases/1/in_force").asBoolean()).isTrue();

    Response stopped = api.request().post("/v1/scenarios/brownout/stop");
    assertThat(Api.tree(stopped).get("state").asText()).isEqualTo("idle");
    assertThat(after(Duration.ofSeconds(1), "none", "").getHeader("understudy-scenario")).isNull();
  }

  @Test
  void aRequestCanBeKeptOutOfARunningScenario() throws Exception {
    edit("rules: []", BROWNOUT);
    api.request().post("/v1/scenarios/brownout/start?offset=70s").then().statusCode(200);

    HttpClientResponse exempt = after(Duration.ofSeconds(1), "none", "");
    assertThat(exempt.statusCode()).isEqualTo(200);
    assertThat(exempt.getHeader("understudy-plan")).contains("ttft=100.000ms");
  }

  @Test
  void whatIsWrongWithACallIsNamed() throws Exception {
    edit("rules: []", BROWNOUT);
    String start = "/v1/scenarios/brownout/start";
    JsonNode unknown = Api.error(404, api.request().post("/v1/scenarios/brown/start"));
    assertThat(unknown.get("did_you_mean").get(0).asText()).isEqualTo("brownout");
    Api.error(400, api.request().post(start + "?speed=0"));
    Api.error(400, api.request().post(start + "?offset=5"));
    Api.error(400, api.request().post(start + "?sped=2"));
    Api.error(405, api.get(start));
    Api.error(405, api.request().post("/v1/scenarios"));
  }
}
