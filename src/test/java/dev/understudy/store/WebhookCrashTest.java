package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed while it writes and tells a webhook: each event arrives, at least once,
 * in order.
 */
class WebhookCrashTest {

  private static final int KILLS = System.getProperty("full") == null ? 2 : 20;
  private static final int WRITERS = 4;

  @TempDir Path work = Path.of("");

  private final Vertx vertx = Vertx.vertx();
  private final Random random = new Random(7);

  /** Positions as they came; a revision of several events is one of several positions. */
  private final List<LogPosition> came = new ArrayList<>();

  private final List<String> models = new ArrayList<>();
  private final Tally acknowledged = new Tally();
  private int refused;

  /** Refuses every seventh, so that kills meet messages that wait for their next attempt too. */
  private void handle(HttpServerRequest request) {
    request.bodyHandler(
        body -> {
          JsonNode data = Json.parse(body.getBytes()).get("data");
          boolean isTaken;
          synchronized (this) {
            isTaken = random.nextInt(7) != 0;
            if (isTaken) {
              came.add(LogPosition.parse("id", data.get("id").asText()));
              models.add(data.get("model_id").asText());
            } else {
              refused++;
            }
          }
          request.response().setStatusCode(isTaken ? 204 : 500).end();
        });
  }

  @Test
  void everyEvent_arrives_inOrder() throws Exception {
    HttpServer receiver =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    Path data = work.resolve("data");
    List<String> arguments =
        List.of(
            "--data",
            data.toString(),
            "--set",
            "webhooks.allow=127.0.0.0/8",
            "--set",
            "webhooks.retry_first_seconds=0.01");
    List<String> written = new ArrayList<>();
    long begun = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (ChildServer server = ChildServer.start(work, arguments)) {
        if (kill == 0) {
          String url = "http://127.0.0.1:" + receiver.actualPort() + "/";
          HttpResponse<String> made =
              server.send("POST", "/v1/webhooks", "{\"url\":\"" + url + "\"}");
          assertThat(made.statusCode()).isEqualTo(201);
          begun = server.get("/v1/stats").get("revision").asLong();
        }
        written.addAll(killedUnderLoad(server, kill));
      }
    }
    try (ChildServer server = ChildServer.start(work, arguments)) {
      long end = server.get("/v1/stats").get("revision").asLong();
      awaitTold(server, end);
      check(written, begun, end);
    }
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** Writes until it is killed; what was acknowledged. */
  private List<String> killedUnderLoad(ChildServer server, int kill) throws Exception {
    List<String> written = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    int wanted = acknowledged.count() + 60 + random.nextInt(100);
    for (int writer = 0; writer < WRITERS; writer++) {
      String name = "k" + kill + "-w" + writer + "-";
      Thread thread = new Thread(() -> write(server, name, written));
      threads.add(thread);
      thread.start();
    }
    acknowledged.await(wanted);
    server.kill();
    for (Thread thread : threads) {
      thread.join();
    }
    return written;
  }

  private void write(ChildServer server, String name, List<String> written) {
    try {
      for (int i = 0; ; i++) {
        String id = name + i;
        if (server.send("PUT", "/v1/models/" + id, "{\"id\":\"" + id + "\"}").statusCode() == 201) {
          synchronized (written) {
            written.add(id);
          }
          acknowledged.add();
        }
      }
    } catch (IOException killed) {
      // What was asked last may be kept or not.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitTold(ChildServer server, long end) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String told = "";
    while (!told.equals(Long.toString(end)) && System.nanoTime() < deadline) {
      told = server.get("/v1/webhooks").at("/data/0/told_up_to").asText();
    }
    assertThat(told).isEqualTo(Long.toString(end));
  }

  private synchronized void check(List<String> written, long begun, long end) {
    assertThat(models).containsAll(written);
    long last = begun;
    int twice = 0;
    for (LogPosition position : came) {
      assertThat(position.position()).isZero();
      assertThat(position.revision()).as("after %d", last).isBetween(last, last + 1);
      twice += position.revision() == last ? 1 : 0;
      last = position.revision();
    }
    assertThat(last).isEqualTo(end);
    System.out.printf(
        "%d kills: %d events told in order, %d of them twice, %d refused at first; %d writes acknowledged%n",
        KILLS, came.size() - twice, twice, refused, written.size());
    assertThat(twice).as("one for each kill, at most").isLessThanOrEqualTo(KILLS);
  }
}
