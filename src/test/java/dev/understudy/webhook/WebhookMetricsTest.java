package dev.understudy.webhook;

import static dev.understudy.webhook.HookServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.bus.Webhook;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /metrics} tells of webhooks. */
class WebhookMetricsTest {

  @TempDir private Path folder;

  private Receiver receiver;
  private HookServer server;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
    server = new HookServer(folder);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    receiver.close();
  }

  private boolean has(String line) {
    return server.call("GET", "/metrics", "").asString().contains("understudy_webhooks" + line);
  }

  private void until(String line) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!has(line) && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(has(line)).as(line).isTrue();
  }

  @Test
  void attemptsStatesAndLag_areShown() throws Exception {
    assertThat(has("{state=\"active\"} 0.0")).isTrue();
    Webhook hook = server.hook(receiver);
    server.add("a", "b");
    until("_attempts_total{result=\"delivered\"} 2.0");
    until("{state=\"active\"} 1.0");
    until("_behind_revisions 0.0");
    receiver.answers(500);
    receiver.answers(new Receiver.Reply(0, java.util.Map.of(), "")); // never
    server.add("c");
    server.add("d");
    until("_attempts_total{result=\"failed\"} 1.0");
    until("_behind_revisions 2.0");
    receiver.next(4); // the last is under way
    receiver.release(204);
    until("_attempts_total{result=\"delivered\"} 4.0");
    until("_behind_revisions 0.0");
    await(server.hooks.pause(hook.id()));
    assertThat(has("{state=\"paused\"} 1.0")).isTrue();
    server.add("e");
    assertThat(has("_behind_revisions 0.0")).isTrue(); // somebody wants that
    await(server.hooks.delete(hook.id()));
    assertThat(has("{state=\"paused\"} 0.0")).isTrue();
    assertThat(has("{state=\"active\"} 0.0")).isTrue();
    assertThat(server.call("GET", "/metrics", "").asString()).doesNotContain(hook.id());
  }
}
