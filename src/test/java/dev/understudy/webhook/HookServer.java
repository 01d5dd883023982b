package dev.understudy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.app.Server;
import dev.understudy.app.ServerEnvironment;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.Webhook;
import dev.understudy.bus.WebhookClient;
import dev.understudy.bus.WebhookEdit;
import dev.understudy.config.ConfigLoader;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.registry.OnConflict;
import dev.understudy.store.WebhookAttempt;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real server with two models that may send to the loopback, and tries again at once. */
final class HookServer {

  final Vertx vertx = Vertx.vertx();
  final RegistryClient registry = new RegistryClient(vertx);
  final WebhookClient hooks = new WebhookClient(vertx);
  private final Server server;

  /**
   * Starts one.
   *
   * @param folder for its catalog, and its data
   * @param settings such as {@code webhooks.concurrency=2}, over those of all
   */
  HookServer(Path folder, String... settings) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of(
                "http.port=0",
                "http.event_loops=1",
                "store.url=memory",
                "catalog.reload_seconds=0",
                "catalog.dir=" + catalog(folder),
                "data.dir=" + folder.resolve("data"),
                "webhooks.allow=127.0.0.0/8",
                "webhooks.retry_first_seconds=0.02",
                "webhooks.timeout_seconds=10"));
    all.addAll(Arrays.asList(settings));
    ConfigLoader loader = new ConfigLoader();
    all.forEach(loader::set);
    ServerEnvironment environment = ServerEnvironment.of(Clock.systemUTC());
    server = await(Server.start(vertx, loader.load(Path.of("").toAbsolutePath()), environment));
  }

  private static Path catalog(Path folder) throws IOException {
    Path catalog = Files.createDirectories(folder.resolve("catalog"));
    Files.writeString(
        catalog.resolve("acme.json"),
        "{\"provider\":\"acme\",\"models\":[{\"id\":\"road-1\"},{\"id\":\"road-2\"}]}");
    return catalog;
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  Webhook hook(Receiver receiver) throws Exception {
    return await(hooks.create(WebhookEdit.to(receiver.url()), null));
  }

  Webhook get(Webhook webhook) throws Exception {
    return await(hooks.get(webhook.id()));
  }

  /** As it is shown as soon as it is as a test wants it. */
  Webhook until(Webhook webhook, Predicate<Webhook> wanted) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    Webhook shown = get(webhook);
    while (!wanted.test(shown) && System.nanoTime() < deadline) {
      shown = get(webhook);
    }
    assertThat(wanted).as("%s", shown).accepts(shown);
    return shown;
  }

  private static ModelDefinition model(String id) {
    return ModelDefinition.builder(id).origin(Origin.API).build();
  }

  /** One revision of as many events. */
  void add(String... ids) throws Exception {
    List<ModelDefinition> models = Arrays.stream(ids).map(HookServer::model).toList();
    await(registry.registerAll(models, OnConflict.REPLACE));
  }

  /** The last attempts, the first of them first, as soon as there are as many. */
  List<WebhookAttempt> attempts(Webhook webhook, int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      List<WebhookAttempt> kept =
          new ArrayList<>(await(hooks.attempts(webhook.id(), Long.MAX_VALUE, 100)).data());
      if (kept.size() >= count || System.nanoTime() > deadline) {
        Collections.reverse(kept);
        return kept;
      }
    }
  }

  Response call(String method, String path, String body) {
    return RestAssured.given()
        .baseUri("http://127.0.0.1:" + server.port())
        .contentType(ContentType.JSON)
        .body(body)
        .request(method, path);
  }

  void close() throws Exception {
    await(server.stop().eventually(vertx::close));
  }
}
