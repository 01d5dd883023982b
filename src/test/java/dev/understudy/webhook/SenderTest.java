package dev.understudy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.address.AddressRules;
import dev.understudy.address.CheckedHosts;
import dev.understudy.address.HostResolver;
import dev.understudy.webhook.Receiver.Received;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection goes to the address that was checked, and to no other. */
class SenderTest {

  private static final List<WebhookSecret> SECRETS =
      List.of(WebhookSecret.random(new SecureRandom()));

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private Sender sender(HostResolver resolver, String... allowed) {
    return new Sender(
        vertx,
        client,
        new CheckedHosts(resolver, new AddressRules("webhooks.allow", List.of(allowed))),
        Duration.ofSeconds(5),
        Clock.systemUTC());
  }

  private Answer send(Sender sender, String host, int attempt) throws Exception {
    String url = "http://" + host + ":" + receiver.port() + "/hook?a=b";
    Promise<Answer> answer = Promise.promise();
    vertx.runOnContext(
        run -> sender.send(url, SECRETS, "msg_1", Buffer.buffer("{}"), attempt).onComplete(answer));
    return answer.future().await(20, TimeUnit.SECONDS);
  }

  private static Future<List<InetAddress>> addresses(String... literals) {
    return Future.succeededFuture(
        java.util.Arrays.stream(literals).map(SenderTest::address).toList());
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** No name server knows it: who connected must have used what was resolved. */
  @Test
  void theName_isLookedUpOnce_andStaysInTheHostHeader() throws Exception {
    Answer answer = send(sender(host -> addresses("127.0.0.1"), "127.0.0.1"), "hook.invalid", 0);

    assertThat(answer.isTaken()).isTrue();
    Received received = receiver.next();
    assertThat(received.headers().get("host")).isEqualTo("hook.invalid:" + receiver.port());
    assertThat(received.path()).isEqualTo("/hook");
  }

  @Test
  void oneBadAddress_isEnoughToRefuse() throws Exception {
    Answer answer =
        send(sender(host -> addresses("8.8.8.8", "169.254.169.254")), "hook.invalid", 0);

    assertThat(answer.error())
        .startsWith("hook.invalid is at 169.254.169.254, which is link-local (expected: ");
  }

  /** What a name means may change between two attempts: each is checked. */
  @Test
  void aNameThatMovesInside_isRefusedThen() throws Exception {
    List<String> means = new java.util.ArrayList<>(List.of("127.0.0.1", "127.0.0.2"));
    Sender sender = sender(host -> addresses(means.remove(0)), "127.0.0.1");

    assertThat(send(sender, "hook.invalid", 0).isTaken()).isTrue();
    assertThat(send(sender, "hook.invalid", 1).error()).contains("127.0.0.2, which is loopback");
    assertThat(receiver.next(1)).hasSize(1);
    assertThat(receiver.already()).isNull();
  }

  /** Nobody listens on the second. */
  @Test
  void severalAddresses_takeTurns() throws Exception {
    Sender sender = sender(host -> addresses("127.0.0.1", "127.9.9.9"), "127.0.0.0/8");

    assertThat(send(sender, "hook.invalid", 0).isTaken()).isTrue();
    assertThat(send(sender, "hook.invalid", 1).error()).startsWith("no connection: ");
    assertThat(send(sender, "hook.invalid", 2).isTaken()).isTrue();
  }

  @Test
  void aNameThatNobodyKnows_isTold() throws Exception {
    Sender sender = sender(host -> Future.failedFuture(new java.net.UnknownHostException(host)));

    assertThat(send(sender, "hook.invalid", 0).error()).contains("hook.invalid");
  }
}
