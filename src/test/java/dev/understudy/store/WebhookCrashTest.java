package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is killed while it writes and tells a webhook: each event arrives, at least once,
 * in order.
 */
class WebhookCrashTest {

  private static final int KILLS = System.getProperty("full") == null ? 1 : 20;
  private static final int WRITERS = 4;

  @TempDir Path work = Path.of("");

  private final Vertx vertx = Vertx.vertx();
  private final Random random = new Random(7);
  private final Tally acknowledged = new Tally();

  @Test
  void everyEvent_arrives_inOrder() throws Exception {
    CountingHook receiver = new CountingHook(vertx);
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
          HttpResponse<String> made =
              server.send("POST", "/v1/webhooks", "{\"url\":\"" + receiver.url() + "\"}");
          assertThat(made.statusCode()).isEqualTo(201);
          begun = server.get("/v1/stats").get("revision").asLong();
        }
        written.addAll(killedUnderLoad(server, kill));
      }
    }
    try (ChildServer server = ChildServer.start(work, arguments)) {
      long end = server.get("/v1/stats").get("revision").asLong();
      CountingHook.awaitTold(server, end);
      check(receiver, written, begun, end);
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

  /** Each write is of one event. */
  private static void check(CountingHook receiver, List<String> written, long begun, long end) {
    assertThat(receiver.models()).containsAll(written);
    List<LogPosition> came = receiver.inOrder();
    assertThat(came)
        .isEqualTo(
            LongStream.rangeClosed(begun + 1, end).mapToObj(r -> new LogPosition(r, 0)).toList());
    System.out.printf(
        "%d kills: %d events told in order, %d of them twice, %d refused at first; %d writes acknowledged%n",
        KILLS, came.size(), receiver.twice(), receiver.refused(), written.size());
    assertThat(receiver.twice()).as("one for each kill, at most").isLessThanOrEqualTo(KILLS);
  }
}
