package dev.understudy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.address.AddressRules;
import dev.understudy.address.CheckedHosts;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS a receiver must be who the URL says, though the connection goes to an address. */
class SenderTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private PfxOptions certificate;
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    Path file = folder.resolve("hook.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "hook",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-dname",
                "CN=hook",
                "-ext",
                "san=dns:hook.invalid",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    certificate = new PfxOptions().setPath(file.toString()).setPassword(PASSWORD);
    receiver =
        new Receiver(
            new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate));
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private Answer send(HttpClientOptions options, String host) throws Exception {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    Sender sender =
        new Sender(
            vertx,
            vertx.createHttpClient(options),
            new CheckedHosts(
                name -> Future.succeededFuture(List.of(loopback)),
                new AddressRules("webhooks.allow", List.of("127.0.0.1"))),
            Duration.ofSeconds(10),
            Clock.systemUTC());
    String url = "https://" + host + ":" + receiver.port() + "/";
    List<WebhookSecret> secrets = List.of(WebhookSecret.random(new SecureRandom()));
    Promise<Answer> answer = Promise.promise();
    vertx.runOnContext(
        run -> sender.send(url, secrets, "msg_1", Buffer.buffer("{}"), 0).onComplete(answer));
    return answer.future().await(20, TimeUnit.SECONDS);
  }

  private HttpClientOptions trusting() {
    return new HttpClientOptions().setTrustOptions(certificate);
  }

  @Test
  void whoIsWhoTheUrlSays_isSentIt() throws Exception {
    assertThat(send(trusting(), "hook.invalid").error()).isNull();
    assertThat(receiver.next().headers().get("host")).startsWith("hook.invalid");
  }

  @Test
  void whoIsSomebodyElse_isNot() throws Exception {
    assertThat(send(trusting(), "other.invalid").error()).startsWith("failed: ");
    assertThat(send(new HttpClientOptions(), "hook.invalid").error()).startsWith("failed: ");
    assertThat(receiver.already()).isNull();
  }
}
