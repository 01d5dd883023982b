package dev.understudy.webhook;

import static dev.understudy.webhook.HookServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.bus.Webhook;
import dev.understudy.store.LogPosition;
import dev.understudy.store.Retention;
import dev.understudy.store.Store;
import dev.understudy.store.StoredWebhook;
import dev.understudy.store.WebhookAttempt;
import dev.understudy.store.WebhookAttempt.Result;
import dev.understudy.store.WebhookState;
import dev.understudy.webhook.Receiver.Received;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of webhooks when a server ends. */
class WebhookRestartTest {

  @TempDir private Path folder;

  private Receiver receiver;
  private HookServer server;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
    server = new HookServer(folder, "store.url=embedded");
  }

  private void restart(String... settings) throws Exception {
    server.close();
    run(settings);
  }

  private void run(String... settings) throws Exception {
    server =
        new HookServer(
            folder,
            Stream.concat(Stream.of("store.url=embedded"), Stream.of(settings))
                .toArray(String[]::new));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    receiver.close();
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** While no server runs. */
  private void inTheStore(Function<Store, Future<?>> work) throws Exception {
    server.close();
    Vertx vertx = Vertx.vertx();
    Store store = Store.embedded(vertx, data(), 0, () -> "unused");
    await(store.log().open(false).compose(kept -> work.apply(store)));
    await(store.log().close());
    await(vertx.close());
  }

  @Test
  void goesOn_whereItWas() throws Exception {
    Webhook hook = server.hook(receiver);
    server.add("a");
    receiver.next();
    await(server.hooks.pause(hook.id()));
    server.add("b");
    server.add("c");
    restart();
    await(server.hooks.resume(hook.id()));
    server.add("d");

    assertThat(receiver.next(3)).extracting(Received::event).containsExactly("3.0", "4.0", "5.0");
    assertThat(server.attempts(hook, 4))
        .extracting(WebhookAttempt::number)
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void whatFailed_waitsForItsTime_andHasTheSameId() throws Exception {
    restart("webhooks.retry_first_seconds=600");
    Webhook hook = server.hook(receiver);
    receiver.answers(500);
    server.add("a");
    Received first = receiver.next();
    Instant due = server.attempts(hook, 1).get(0).nextAttempt();
    restart();

    assertThat(server.get(hook).attempts()).isEqualTo(1);
    assertThat(server.get(hook).nextAttempt()).isEqualTo(due);
    assertThat(receiver.already()).isNull();
    await(server.hooks.resume(hook.id()));
    assertThat(receiver.next().id()).isEqualTo(first.id());
  }

  @Test
  void aServerThatStops_whileNobodyAnswers_sendsItAgain() throws Exception {
    receiver.answers(0);
    Webhook hook = server.hook(receiver);
    server.add("a");
    Received first = receiver.next();
    restart();

    assertThat(receiver.next().id()).isEqualTo(first.id());
    assertThat(server.attempts(hook, 1).get(0))
        .as("what was broken off is no failure of the receiver")
        .extracting(WebhookAttempt::attempt, WebhookAttempt::result)
        .containsExactly(1, Result.DELIVERED);
  }

  @Test
  void secrets_areShownOnce_andSealedInTheStore() throws Exception {
    Webhook hook = server.hook(receiver);
    String secret = String.valueOf(hook.secret());
    byte[] bytes = Base64.getDecoder().decode(secret.substring("whsec_".length()));

    assertThat(server.get(hook).secret()).isNull();
    assertThat(await(server.hooks.list())).extracting(Webhook::secret).containsOnlyNulls();
    assertThat(server.call("GET", "/v1/webhooks/" + hook.id(), "").asString())
        .contains(hook.id())
        .doesNotContain("whsec", "\"secret\"");
    server.close();
    try (Stream<Path> files = Files.list(data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String all = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(all)
            .as(file.toString())
            .doesNotContain(secret.substring("whsec_".length()))
            .doesNotContain(new String(bytes, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(Files.getPosixFilePermissions(data().resolve("webhooks.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    run();
    server.add("a");
    assertThat(receiver.next().isVerifiedBy(secret)).isTrue();
  }

  @Test
  void anotherKey_isTold_andAnotherSecretHelps() throws Exception {
    Webhook hook = server.hook(receiver);
    restart("webhooks.key=" + "A".repeat(43) + "=");
    server.add("a");

    Webhook shown = server.get(hook);
    assertThat(shown.state()).isEqualTo(WebhookState.DISABLED);
    assertThat(shown.reason())
        .startsWith("its secret cannot be opened: it was sealed with another webhooks.key");
    assertThatThrownBy(() -> await(server.hooks.test(hook.id())))
        .hasMessageContaining("webhooks.key");
    assertThatThrownBy(() -> await(server.hooks.resume(hook.id())))
        .hasMessageContaining("webhooks.key");
    Webhook rotated = await(server.hooks.rotate(hook.id(), Duration.ofDays(1)));
    Received received = receiver.next();
    assertThat(received.event()).isEqualTo("2.0");
    assertThat(received.isVerifiedBy(String.valueOf(rotated.secret()))).isTrue();
    assertThat(server.get(hook).state()).isEqualTo(WebhookState.ACTIVE);
  }

  @Test
  void aKeyFileOfSomethingElse_stopsTheStart() throws Exception {
    server.close();
    Files.writeString(data().resolve("webhooks.key"), "no key\n");

    assertThatThrownBy(this::run)
        .hasMessageContaining("webhooks.key: no key (expected: 32 bytes in Base64");
    Files.delete(data().resolve("webhooks.key"));
    run();
  }

  @Test
  void whatIsNoLongerKept_isTold() throws Exception {
    Webhook hook = server.hook(receiver);
    await(server.hooks.pause(hook.id()));
    for (String id : List.of("a", "b", "c", "d")) {
      server.add(id);
    }
    inTheStore(store -> store.log().compact(new Retention(1, null), Instant.now()));
    run();
    await(server.hooks.resume(hook.id()));
    server.add("e");
    Received reset = receiver.next();

    assertThat(reset.type()).isEqualTo("feed.reset");
    assertThat(reset.json().at("/data/told_up_to").asText()).isEqualTo("1");
    assertThat(reset.json().at("/data/reason").asText())
        .isEqualTo("what came after 1 is no longer kept");
    long kept = reset.json().at("/data/revision").asLong();
    assertThat(kept).isBetween(2L, 5L);
    List<Received> rest = receiver.next((int) (6 - kept));
    assertThat(rest.get(0).event()).isEqualTo((kept + 1) + ".0");
    assertThat(rest.get(rest.size() - 1).event()).isEqualTo("6.0");
    assertThat(server.attempts(hook, 2).subList(0, 2))
        .extracting(WebhookAttempt::result, WebhookAttempt::attempt)
        .containsExactly(tuple(Result.LOST, 0), tuple(Result.DELIVERED, 1));
  }

  @Test
  void aLogThatLostItsEnd_isTold() throws Exception {
    Webhook hook = server.hook(receiver);
    server.add("a");
    receiver.next();
    inTheStore(
        store ->
            store
                .webhooks()
                .read()
                .compose(all -> moved(store, all.get(0), all.get(0).progress().epoch())));
    run();
    Received reset = receiver.next();

    assertThat(reset.type()).isEqualTo("feed.reset");
    assertThat(reset.json().at("/data/reason").asText()).contains("has no revision 99");
    server.add("b");
    assertThat(receiver.next().event()).isEqualTo("3.0");
    assertThat(server.attempts(hook, 3)).extracting(WebhookAttempt::result).contains(Result.LOST);
  }

  @Test
  void anotherLog_isTold() throws Exception {
    Webhook hook = server.hook(receiver);
    server.add("a");
    receiver.next();
    inTheStore(
        store -> store.webhooks().read().compose(all -> moved(store, all.get(0), "another")));
    run();
    Received reset = receiver.next();

    assertThat(reset.type()).isEqualTo("feed.reset");
    assertThat(reset.json().at("/data/reason").asText())
        .isEqualTo("the log is another than it was, of epoch another");
    assertThat(reset.json().at("/data/revision").asLong()).isEqualTo(2);
    server.add("b");
    assertThat(receiver.next().event()).isEqualTo("3.0");
    assertThat(server.attempts(hook, 3)).extracting(WebhookAttempt::result).contains(Result.LOST);
  }

  private static Future<Void> moved(Store store, StoredWebhook webhook, String epoch) {
    return store
        .webhooks()
        .put(webhook.with(webhook.progress().at(epoch, new LogPosition(99, 3))), List.of(), 10);
  }
}
