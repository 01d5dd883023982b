package dev.understudy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.app.Server;
import dev.understudy.app.ServerEnvironment;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.json.Json;
import dev.understudy.simulation.VirtualClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server whose time a test moves, as in src/docs/guide.md. */
class VirtualTimeTest {

  private final Vertx vertx = Vertx.vertx();
  private final VirtualClock time = new VirtualClock();
  private Server server;

  /** In a field, as one that nothing refers to is collected and closes its connections. */
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    client = vertx.createHttpClient();
    server = await(start(vertx, time));
  }

  @AfterEach
  void stop() throws Exception {
    await(server.stop().eventually(vertx::close));
  }

  private static Future<Server> start(Vertx vertx, VirtualClock time) {
    ServerConfig config =
        new ConfigLoader()
            .set("http.port=0")
            .set("store.url=memory")
            .load(Path.of("").toAbsolutePath());
    return Server.start(vertx, config, ServerEnvironment.of(Clock.systemUTC()).with(time));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  private record Answer(HttpClientResponse head, Buffer body) {}

  private Future<Answer> get(String path) {
    return client
        .request(HttpMethod.GET, server.port(), "127.0.0.1", path)
        .compose(
            request ->
                request.send().compose(head -> head.body().map(body -> new Answer(head, body))));
  }

  @Test
  void fiveMinutesPassAtOnce_andNoTokenIsLate() throws Exception {
    Future<Answer> asked = get("/v1/models/gpt-4o/stream?tokens=20&seed=3&scale=200");
    await(time.whenAwaited());
    await(time.advance(Duration.ofMillis(1)));
    assertThat(asked.isComplete()).isFalse();

    await(time.advance(Duration.ofMinutes(5)));

    Answer answer = await(asked);
    assertThat(answer.body().toString()).endsWith("data: [DONE]\n\n");
    Answer record =
        await(get("/v1/simulations/" + answer.head().getHeader("understudy-simulation")));
    JsonNode simulation = Json.parse(record.body().getBytes());
    assertThat(simulation.get("state").asText()).isEqualTo("done");
    assertThat(simulation.get("actual_ns")).isEqualTo(simulation.get("planned_ns"));
    assertThat(simulation.get("actual_ns").get(19).asLong()).isGreaterThan(30_000_000_000L);
  }

  @Test
  void recordsExpireByTheSameTime() throws Exception {
    Future<Answer> asked = get("/v1/models/gpt-4o/stream?tokens=1");
    await(time.whenAwaited());
    await(time.advance(Duration.ofMinutes(1)));
    String path = "/v1/simulations/" + await(asked).head().getHeader("understudy-simulation");

    assertThat(await(get(path)).head().statusCode()).isEqualTo(200);
    await(time.advance(Duration.ofSeconds(601)));
    assertThat(await(get(path)).head().statusCode()).isEqualTo(404);
  }
}
