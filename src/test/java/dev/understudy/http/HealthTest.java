package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.Planning;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.fault.FaultInjector;
import dev.understudy.fault.Scenarios;
import dev.understudy.feed.FeedMeter;
import dev.understudy.feed.RecentEvents;
import dev.understudy.model.ResolveMode;
import dev.understudy.openai.ResponseLog;
import dev.understudy.simulation.RequestCounter;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.StreamClock;
import dev.understudy.simulation.StreamMeter;
import dev.understudy.simulation.TokenBudget;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What health says before the server is ready and while it stops. */
class HealthTest {

  @RegisterExtension final TestServer server = new TestServer();

  @Test
  void beforeAllHasStarted_isAliveAndNotReady() throws Exception {
    AtomicBoolean ready = new AtomicBoolean();
    Vertx vertx = server.vertx();
    RegistryClient client = server.client();
    PlayedModels models =
        new PlayedModels(
            new ModelLookup(server.server()::snapshot, client),
            client,
            new Planning(vertx),
            new PlayedModels.Policy(ResolveMode.ALIAS, false, false, 1),
            System::nanoTime);
    HttpApi.Shared shared =
        new HttpApi.Shared(
            models,
            Clock.systemUTC(),
            StreamClock.system(),
            server.server()::snapshot,
            new ListBodies(vertx),
            new SimulationLog(
                new SimulationLog.Bounds(0, 0, Duration.ZERO),
                System::nanoTime,
                Clock.systemUTC(),
                model -> StreamMeter.NONE,
                RequestCounter.NONE),
            new ResponseLog(new ResponseLog.Bounds(0, 0, Duration.ZERO), System::nanoTime),
            new TokenBudget(0),
            new RateLimits(new ServerConfig.RateLimit(1, 1, false), System::nanoTime),
            Map::of,
            () -> "",
            new FaultInjector(0, new Scenarios(System::nanoTime, Clock.systemUTC())),
            (model, kind, source) -> {},
            () -> "ok",
            new RecentEvents(),
            new FeedMeter(0),
            () -> null,
            ready::get);
    HttpApi api = new HttpApi(vertx, new ConfigLoader().load(Path.of("").toAbsolutePath()), shared);
    HttpServer starting =
        vertx.createHttpServer().requestHandler(api).listen(0).await(10, TimeUnit.SECONDS);

    assertThat(health(starting, "live").statusCode()).isEqualTo(200);
    Response refused = health(starting, "ready");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(Api.tree(refused).get("status").asText()).isEqualTo("unavailable");
    ready.set(true);
    Response answered = health(starting, "ready");
    assertThat(answered.statusCode()).isEqualTo(200);
    assertThat(Api.tree(answered).get("status").asText()).isEqualTo("ok");
  }

  private static Response health(HttpServer server, String kind) {
    return RestAssured.get("http://127.0.0.1:" + server.actualPort() + "/health/" + kind);
  }

  /** While it drains it takes no connections: only a request that came before can ask. */
  @Test
  void whileItDrains_isNotReady() throws Exception {
    try (RawHttp raw = new RawHttp(server)) {
      String timing = "understudy-latency: ttft=0ms;itl=500ms";
      raw.send(
          RawHttp.request("GET", "/v1/models/gpt-4o/stream?tokens=2", "", timing)
              + RawHttp.request("GET", "/health/ready", ""));
      assertThat(raw.head()).startsWith("HTTP/1.1 200");

      Future<Void> stopped = server.server().stop();

      String line = raw.line();
      while (!line.equals("0")) { // the last chunk
        line = raw.line();
      }
      assertThat(raw.line()).isEmpty();
      assertThat(raw.answer().status()).isEqualTo(503);
      stopped.await(10, TimeUnit.SECONDS);
    }
  }
}
