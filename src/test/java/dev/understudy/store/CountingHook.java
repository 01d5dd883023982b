package dev.understudy.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Is told of events by a webhook and knows in which order. Refuses every seventh message, so that
 * kills meet messages that wait for their next attempt too.
 */
final class CountingHook {

  private static final int REFUSED_OF = 7;

  /** For which it may stand still. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Random random = new Random(REFUSED_OF);
  private final List<LogPosition> came = new ArrayList<>();
  private final List<String> models = new ArrayList<>();
  private final HttpServer server;
  private int refused;

  CountingHook(Vertx vertx) throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/";
  }

  private void handle(HttpServerRequest request) {
    request.bodyHandler(
        body -> {
          JsonNode data = Json.parse(body.getBytes()).get("data");
          request.response().setStatusCode(isTaken(data) ? 204 : 500).end();
        });
  }

  private synchronized boolean isTaken(JsonNode data) {
    if (random.nextInt(REFUSED_OF) == 0) {
      refused++;
      return false;
    }
    came.add(LogPosition.parse("id", data.get("id").asText()));
    models.add(data.path("model_id").asText());
    return true;
  }

  /** Models as they were told, again where they were told again. */
  synchronized List<String> models() {
    return List.copyOf(models);
  }

  /** Positions as they came, each once where it came several times in a row. */
  synchronized List<LogPosition> inOrder() {
    List<LogPosition> once = new ArrayList<>();
    for (LogPosition position : came) {
      if (once.isEmpty() || !once.get(once.size() - 1).equals(position)) {
        once.add(position);
      }
    }
    return once;
  }

  /** How many came again. */
  synchronized int twice() {
    return came.size() - inOrder().size();
  }

  synchronized int refused() {
    return refused;
  }

  /** Waits until a server says that all is told up to a revision. */
  static void awaitTold(ChildServer server, long end) throws Exception {
    long progress = System.nanoTime();
    String told = "";
    while (!told.equals(Long.toString(end)) && System.nanoTime() - progress < PATIENCE_NANOS) {
      String before = told;
      told = server.get("/v1/webhooks").at("/data/0/told_up_to").asText();
      progress = told.equals(before) ? progress : System.nanoTime();
    }
    if (!told.equals(Long.toString(end))) {
      throw new AssertionError(
          "told up to "
              + told
              + " (expected: "
              + end
              + "): "
              + server.send("GET", "/v1/webhooks", "").body());
    }
  }
}
