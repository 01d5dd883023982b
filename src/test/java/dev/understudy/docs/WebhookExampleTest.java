package dev.understudy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.TestServer;
import dev.understudy.bus.Webhook;
import dev.understudy.bus.WebhookClient;
import dev.understudy.bus.WebhookEdit;
import dev.understudy.store.LogPosition;
import dev.understudy.store.WebhookAttempt;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The guide's webhook from Java. */
class WebhookExampleTest {

  @RegisterExtension static final TestServer SERVER = new TestServer("webhooks.allow=127.0.0.0/8");

  private static Future<Webhook> tellMe(WebhookClient hooks, String url) {
    return hooks
        .create(WebhookEdit.to(url).withTypes(List.of("model.removed")), LogPosition.START)
        .compose(made -> hooks.test(made.id()).map(made)); // made.secret() is shown here only
  }

  @Test
  void theExample_runs() throws Exception {
    HttpServer receiver =
        SERVER
            .vertx()
            .createHttpServer()
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    WebhookClient hooks = new WebhookClient(SERVER.vertx());
    String url = "http://127.0.0.1:" + receiver.actualPort() + "/";

    Webhook made = tellMe(hooks, url).await(20, TimeUnit.SECONDS);

    assertThat(made.secret()).startsWith("whsec_");
    assertThat(made.toString()).doesNotContain("whsec_");
    List<WebhookAttempt> attempts =
        hooks.attempts(made.id(), Long.MAX_VALUE, 10).await(20, TimeUnit.SECONDS).data();
    assertThat(attempts).extracting(WebhookAttempt::type).containsExactly("webhook.test");
  }
}
