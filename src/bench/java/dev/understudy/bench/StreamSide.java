package dev.understudy.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.understudy.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Function;

/**
 * One of the servers that are compared.
 *
 * @param name in tables
 * @param requests what {@link StreamClient} is to ask of it
 */
record StreamSide(
    String name, ServerProcess server, Function<StreamScenario, List<String>> requests)
    implements AutoCloseable {

  /** Ours, with a model for each scenario. */
  static StreamSide ours(List<StreamScenario> scenarios) throws IOException, InterruptedException {
    ServerProcess server = ServerProcess.understudy();
    register(server, scenarios);
    return new StreamSide(
        "ours",
        server,
        scenario ->
            List.of(
                "--url",
                "%s/v1/models/%s/stream?tokens=%d&seed={n}"
                    .formatted(server.url(), scenario.model(), scenario.tokens())));
  }

  private static void register(ServerProcess server, List<StreamScenario> scenarios)
      throws IOException, InterruptedException {
    ArrayNode models = Json.mapper().createArrayNode();
    scenarios.forEach(scenario -> models.add(scenario.definition()));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/v1/models"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(models)))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 201) {
      throw new IllegalStateException("the models are not taken: " + response.body());
    }
  }

  /** The ceiling. */
  static StreamSide bare() {
    ServerProcess server = ServerProcess.bare(BarePacedServer.class, List.of("--native", "true"));
    return new StreamSide(
        "bare",
        server,
        scenario ->
            List.of(
                "--url",
                "%s/stream?tokens=%d&ttft_ms=%s&itl_ms=%s"
                    .formatted(
                        server.url(),
                        scenario.tokens(),
                        scenario.ttftMillis(),
                        scenario.itlMillis())));
  }

  /** The peer, with a fixture for each scenario: its name as the message. */
  static StreamSide aimock(List<StreamScenario> scenarios) {
    ArrayNode fixtures = Json.mapper().createArrayNode();
    for (StreamScenario scenario : scenarios) {
      fixtures
          .addObject()
          .put("message", message(scenario))
          .put("tokens", scenario.tokens())
          .put("ttft_ms", scenario.ttftMillis())
          .put("tokens_per_second", 1_000 / scenario.itlMillis());
    }
    ServerProcess server = ServerProcess.node("aimock.mjs", List.of(fixtures.toString()));
    return new StreamSide(
        "aimock",
        server,
        scenario ->
            List.of(
                "--url",
                server.url() + "/v1/chat/completions",
                "--body",
                "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                    .formatted(message(scenario))));
  }

  /** With a full stop, as messages that contain a fixture's match it. */
  private static String message(StreamScenario scenario) {
    return scenario.model() + ".";
  }

  /** The client's arguments for that scenario. */
  List<String> request(StreamScenario scenario) {
    return requests.apply(scenario);
  }

  @Override
  public void close() {
    server.close();
  }
}
