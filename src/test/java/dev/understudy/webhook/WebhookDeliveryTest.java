package dev.understudy.webhook;

import static dev.understudy.webhook.HookServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.bus.Webhook;
import dev.understudy.bus.WebhookEdit;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Precondition;
import dev.understudy.store.LogPosition;
import dev.understudy.store.WebhookAttempt;
import dev.understudy.store.WebhookAttempt.Result;
import dev.understudy.store.WebhookState;
import dev.understudy.webhook.Receiver.Received;
import dev.understudy.webhook.Receiver.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What webhooks are told, and what becomes of what they do not take. */
class WebhookDeliveryTest {

  @TempDir private Path folder;

  private Receiver receiver;
  private HookServer server;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
    server = new HookServer(folder);
  }

  private void restart(String... settings) throws Exception {
    server.close();
    server = new HookServer(folder, settings);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    receiver.close();
  }

  private static LogPosition at(String position) {
    return LogPosition.parse("at", position);
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  @Test
  void events_areSent_inOrder_signed_asTheFeedTellsThem() throws Exception {
    Webhook hook = server.hook(receiver);
    server.add("a", "b");
    await(server.registry.remove("a", Precondition.none()));

    List<Received> received = receiver.next(3);

    assertThat(received)
        .extracting(Received::type, Received::event)
        .containsExactly(
            tuple("model.added", "2.0"),
            tuple("model.added", "2.1"),
            tuple("model.removed", "3.0"));
    assertThat(received).extracting(Received::id).doesNotHaveDuplicates();
    for (Received each : received) {
      assertThat(each.isVerifiedBy(String.valueOf(hook.secret()))).isTrue();
      assertThat(each.isVerifiedBy("whsec_" + "A".repeat(43) + "=")).isFalse();
      assertThat(each.id()).matches("[A-Za-z0-9_]+").startsWith("msg_" + hook.id());
      assertThat(each.json().fieldNames())
          .toIterable()
          .containsExactly("type", "timestamp", "data");
      assertThat(Instant.parse(each.json().get("timestamp").asText())).isBefore(Instant.now());
      assertThat(each.headers().get("content-type")).isEqualTo("application/json");
    }
    JsonNode fed = received.get(0).json().get("data");
    assertThat(fed.get("model_id").asText()).isEqualTo("a");
    assertThat(fed.at("/model/id").asText()).isEqualTo("a");
    assertThat(fed.get("cause").asText()).isEqualTo("write");
  }

  @Test
  void aFilter_letsThroughWhatItNames() throws Exception {
    await(
        server.hooks.create(
            WebhookEdit.to(receiver.url()).withTypes(List.of("model.removed")), null));
    server.add("a");
    await(server.registry.remove("a", Precondition.none()));

    assertThat(receiver.next().type()).isEqualTo("model.removed");
    assertThat(receiver.already()).isNull();
  }

  @Test
  void since_beginsWithThePast() throws Exception {
    await(server.hooks.create(WebhookEdit.to(receiver.url()), LogPosition.START));

    assertThat(receiver.next(2)).extracting(Received::event).containsExactly("1.0", "1.1");
  }

  @Test
  void whatIsNotTaken_isSentAgain_withTheSameId_beforeTheNext() throws Exception {
    Webhook hook = server.hook(receiver);
    receiver.answers(new Reply(500, Map.of(), "it hurts"), Reply.of(503));
    server.add("a");
    server.add("b");

    List<Received> received = receiver.next(4);

    assertThat(received).extracting(Received::event).containsExactly("2.0", "2.0", "2.0", "3.0");
    assertThat(received.get(1).id()).isEqualTo(received.get(0).id());
    assertThat(received.get(1).body()).isEqualTo(received.get(0).body());
    server.until(hook, now -> now.cursor().revision() == 3);
    List<WebhookAttempt> attempts = server.attempts(hook, 4);
    assertThat(attempts)
        .extracting(
            WebhookAttempt::attempt,
            WebhookAttempt::result,
            WebhookAttempt::status,
            WebhookAttempt::answer)
        .containsExactly(
            tuple(1, Result.FAILED, 500, "it hurts"),
            tuple(2, Result.FAILED, 503, null),
            tuple(3, Result.DELIVERED, 204, null),
            tuple(1, Result.DELIVERED, 204, null));
    assertThat(attempts.get(0).nextAttempt()).isAfter(attempts.get(0).at());
    assertThat(attempts.get(0).error()).isEqualTo("status 500 (expected: 2xx)");
    assertThat(server.get(hook).failingSince()).isNull();
  }

  @Test
  void retryAfter_isWaitedFor() throws Exception {
    Webhook hook = server.hook(receiver);
    receiver.answers(new Reply(429, Map.of("retry-after", "600"), ""));
    server.add("a");
    receiver.next();

    WebhookAttempt attempt = server.attempts(hook, 1).get(0);

    assertThat(attempt.nextAttempt()).isAfterOrEqualTo(attempt.at().plusSeconds(600));
    assertThat(server.get(hook).nextAttempt()).isEqualTo(attempt.nextAttempt());
    await(server.hooks.resume(hook.id())); // somebody knows better
    assertThat(receiver.next().event()).isEqualTo("2.0");
  }

  @Test
  void gone_disables_andNothingIsLost() throws Exception {
    Webhook hook = server.hook(receiver);
    receiver.answers(410);
    server.add("a");
    receiver.next();
    server.add("b");

    assertThat(server.attempts(hook, 1).get(0).result()).isEqualTo(Result.DISABLED);
    Webhook disabled = server.get(hook);
    assertThat(disabled.state()).isEqualTo(WebhookState.DISABLED);
    assertThat(disabled.reason()).contains("410");
    assertThat(receiver.already()).isNull();
    await(server.hooks.resume(hook.id()));
    assertThat(receiver.next(2)).extracting(Received::event).containsExactly("2.0", "3.0");
  }

  @Test
  void aMessage_isGivenUp_afterItsTime_andTheNextFollows() throws Exception {
    restart("webhooks.give_up_seconds=0.2", "webhooks.retry_longest_seconds=0.05");
    Webhook hook = server.hook(receiver);
    receiver.usually(500);
    server.add("a");
    server.add("b");
    Received first = receiver.next();
    Received next = receiver.next();
    while (next.id().equals(first.id())) {
      next = receiver.next();
    }

    assertThat(next.event()).isEqualTo("3.0");
    assertThat(server.attempts(hook, 1))
        .filteredOn(attempt -> attempt.message().equals(first.id()))
        .last()
        .satisfies(
            attempt -> {
              assertThat(attempt.result()).isEqualTo(Result.GIVEN_UP);
              assertThat(attempt.nextAttempt()).isNull();
            });
  }

  @Test
  void whoFailsForTooLong_isDisabled_andThatShows() throws Exception {
    restart("webhooks.disable_seconds=0.2", "webhooks.retry_longest_seconds=0.05");
    Webhook hook = server.hook(receiver);
    receiver.usually(500);
    server.add("a");

    Webhook shown = server.until(hook, now -> now.state() == WebhookState.DISABLED);
    assertThat(shown.reason()).startsWith("nothing could be delivered since ").contains("500");
    receiver.usually(204);
    await(server.hooks.resume(hook.id()));
    server.until(hook, now -> now.cursor().revision() == 2);
    assertThat(server.get(hook).state()).isEqualTo(WebhookState.ACTIVE);
    assertThat(server.get(hook).failingSince()).isNull();
  }

  /** With room for two at once, of whom one never answers. */
  @Test
  void whoNeverAnswers_delaysNobodyElse() throws Exception {
    restart("webhooks.concurrency=2", "webhooks.timeout_seconds=0.3");
    Receiver dead = new Receiver();
    try {
      dead.usually(0);
      Webhook deaf = server.hook(dead);
      Webhook deafToo = server.hook(dead);
      server.add("first");
      dead.next(2);
      server.hook(receiver);
      for (String id : ids("m", 20)) {
        server.add(id);
      }

      receiver.next(20);
      assertThat(server.get(deaf).cursor()).isEqualTo(server.get(deafToo).cursor());
      assertThat(server.get(deaf).cursor().revision()).isEqualTo(1);
      WebhookAttempt attempt = server.attempts(deaf, 1).get(0);
      assertThat(attempt.error()).isEqualTo("no answer within 0.3 s");
      assertThat(attempt.durationMillis()).isGreaterThanOrEqualTo(290);
    } finally {
      dead.close();
    }
  }

  @Test
  void aRedirect_isNotFollowed() throws Exception {
    Webhook hook = server.hook(receiver);
    receiver.answers(new Reply(302, Map.of("location", receiver.url() + "/else"), ""));
    server.add("a");

    assertThat(receiver.next(2)).extracting(Received::path).containsExactly("/hook", "/hook");
    assertThat(server.attempts(hook, 1).get(0).error())
        .isEqualTo(
            "status 302 to "
                + receiver.url()
                + "/else (expected: 2xx; redirects are not followed)");
  }

  @Test
  void aRedirectToNowhere_isNoSuccess() throws Exception {
    Webhook hook = server.hook(receiver);
    receiver.answers(new Reply(304, Map.of(), ""));
    server.add("a");

    receiver.next(2);
    assertThat(server.attempts(hook, 1).get(0).error()).isEqualTo("status 304 (expected: 2xx)");
  }

  @Test
  void anAnswerWithoutEnd_isCut() throws Exception {
    Webhook hook = server.hook(receiver);
    receiver.answers(new Reply(200, Map.of(), "x".repeat(5_000_000)));
    server.add("a");

    WebhookAttempt attempt = server.attempts(hook, 1).get(0);
    assertThat(attempt.result()).isEqualTo(Result.DELIVERED);
    assertThat(attempt.answer()).isEqualTo("x".repeat(500));
  }

  @Test
  void whatIsNotAllowed_isNotConnectedTo() throws Exception {
    restart("webhooks.allow=none");
    Webhook hook = server.hook(receiver);
    String named = "http://localhost:" + receiver.port() + "/";
    Webhook byName = await(server.hooks.create(WebhookEdit.to(named), null));

    assertThat(await(server.hooks.test(hook.id())).error())
        .startsWith("127.0.0.1 is at 127.0.0.1, which is loopback (expected: ");
    assertThat(await(server.hooks.test(byName.id())).error()).contains("which is loopback");
    assertThat(receiver.already()).isNull();
  }

  @Test
  void manyEventsOfOneRevision_areOneMessage() throws Exception {
    Webhook hook = server.hook(receiver);
    server.add(ids("few", 20).toArray(String[]::new));
    server.add(ids("many", 21).toArray(String[]::new));
    server.add("last");

    assertThat(receiver.next(20)).extracting(Received::type).containsOnly("model.added");
    Received all = receiver.next();
    assertThat(all.type()).isEqualTo("registry.changed");
    assertThat(all.id()).startsWith("msg_" + hook.id() + "_").endsWith("_3");
    JsonNode data = all.json().get("data");
    assertThat(data.get("events").asInt()).isEqualTo(21);
    assertThat(data.at("/types/model.added").asInt()).isEqualTo(21);
    assertThat(data.get("first").asText()).isEqualTo("3.0");
    assertThat(data.get("last").asText()).isEqualTo("3.20");
    String rest = data.get("changes").asText();
    assertThat(server.call("GET", rest, "").jsonPath().getList("data")).hasSize(22);
    assertThat(receiver.next().event()).isEqualTo("4.0");
  }

  @Test
  void paused_waits_andGoesOnWhereItWas() throws Exception {
    Webhook hook = server.hook(receiver);
    assertThat(await(server.hooks.pause(hook.id())).state()).isEqualTo(WebhookState.PAUSED);
    server.add("a");
    WebhookAttempt test = await(server.hooks.test(hook.id()));

    assertThat(test.result()).isEqualTo(Result.DELIVERED);
    assertThat(receiver.next().type()).isEqualTo("webhook.test");
    assertThat(receiver.already()).isNull();
    await(server.hooks.resume(hook.id()));
    assertThat(receiver.next().event()).isEqualTo("2.0");
  }

  @Test
  void replay_tellsOneOrARangeAgain_withTheIdsTheyHad() throws Exception {
    Webhook hook = server.hook(receiver);
    server.add("a");
    server.add("b", "c");
    server.add(ids("many", 30).toArray(String[]::new));
    server.add("d");
    List<Received> first = receiver.next(5);
    server.attempts(hook, 5);

    await(server.hooks.replay(hook.id(), at("3.1"), at("3.1")));
    assertThat(receiver.next().id()).isEqualTo(first.get(2).id());
    server.attempts(hook, 6);
    awaitReplayed(hook);
    await(server.hooks.replay(hook.id(), at("2.0"), at("4")));
    assertThat(receiver.next(4))
        .extracting(Received::id)
        .isEqualTo(first.stream().limit(4).map(Received::id).toList());
    awaitReplayed(hook);
    server.add("e");
    assertThat(receiver.next().event()).isEqualTo("6.0");
  }

  private void awaitReplayed(Webhook hook) throws Exception {
    server.until(hook, now -> now.replay() == null);
  }

  @Test
  void replay_whileAnotherIsUnderWay_doesNotTellThatTwice() throws Exception {
    Webhook hook = server.hook(receiver);
    server.add("a");
    receiver.next();
    server.until(hook, now -> now.cursor().revision() == 2);
    receiver.answers(0);
    server.add("b");
    assertThat(receiver.next().event()).isEqualTo("3.0");
    await(server.hooks.replay(hook.id(), at("2.0"), at("2.0")));
    receiver.release(204);
    server.add("c");

    assertThat(receiver.next(2)).extracting(Received::event).containsExactly("2.0", "4.0");
    server.until(hook, now -> now.cursor().revision() == 4);
    assertThat(receiver.already()).isNull();
  }

  @Test
  void replay_ofWhatIsNotThere_isRefused() throws Exception {
    Webhook hook = server.hook(receiver);
    await(server.hooks.pause(hook.id()));
    server.add("a");

    assertThatThrownBy(() -> await(server.hooks.replay(hook.id(), at("2.7"), at("2.7"))))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage("event: 2.7 is not there");
    assertThatThrownBy(() -> await(server.hooks.replay(hook.id(), at("2.0"), at("9.0"))))
        .hasMessageContaining("to: 9.0");
    assertThatThrownBy(() -> await(server.hooks.replay(hook.id(), at("2.0"), at("1.0"))))
        .hasMessageContaining("to: 1.0");
    await(server.hooks.replay(hook.id(), at("1.0"), at("2.0")));
    assertThatThrownBy(() -> await(server.hooks.replay(hook.id(), at("1.0"), at("2.0"))))
        .hasMessageContaining("expected: one replay at a time");
  }

  @Test
  void rotated_bothSecretsSign_forAWhile() throws Exception {
    Webhook hook = server.hook(receiver);
    Webhook rotated = await(server.hooks.rotate(hook.id(), Duration.ofHours(1)));
    server.add("a");
    Received both = receiver.next();

    assertThat(rotated.oldSecretUntil()).isAfter(Instant.now());
    assertThat(both.headers().get("webhook-signature").split(" ")).hasSize(2);
    assertThat(both.isVerifiedBy(String.valueOf(hook.secret()))).isTrue();
    assertThat(both.isVerifiedBy(String.valueOf(rotated.secret()))).isTrue();
    Webhook again = await(server.hooks.rotate(hook.id(), Duration.ZERO));
    server.add("b");
    Received one = receiver.next();
    assertThat(one.isVerifiedBy(String.valueOf(rotated.secret()))).isFalse();
    assertThat(one.isVerifiedBy(String.valueOf(again.secret()))).isTrue();
  }

  @Test
  void anotherFilter_isForWhatComes() throws Exception {
    Webhook hook =
        await(
            server.hooks.create(
                WebhookEdit.to(receiver.url()).withTypes(List.of("source.*")), null));
    server.add("a");
    await(
        server.hooks.update(hook.id(), new WebhookEdit(null, "mine", List.of(), null, null, null)));
    server.add("b");

    assertThat(receiver.next().event()).isEqualTo("3.0");
    assertThat(server.get(hook).target().description()).isEqualTo("mine");
  }

  @Test
  void theLog_keepsTheLastAttempts() throws Exception {
    restart("webhooks.kept_attempts=3");
    Webhook hook = server.hook(receiver);
    for (String id : ids("m", 5)) {
      server.add(id);
    }
    receiver.next(5);
    server.until(hook, now -> now.cursor().revision() == 6);

    assertThat(server.attempts(hook, 3))
        .extracting(WebhookAttempt::number)
        .containsExactly(3L, 4L, 5L);
  }

  @Test
  void deleted_isToldNothingMore() throws Exception {
    Webhook hook = server.hook(receiver);
    Webhook other = server.hook(receiver);
    await(server.hooks.delete(hook.id()));
    server.add("a");

    assertThat(receiver.next().id()).startsWith("msg_" + other.id());
    assertThat(receiver.already()).isNull();
    assertThatThrownBy(() -> await(server.hooks.get(hook.id()))).hasMessageContaining(hook.id());
  }
}
