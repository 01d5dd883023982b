package dev.understudy.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.app.Server;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A server, and a verticle that knows nothing of it but the bus, where the client is used. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientFixture {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private Vertx vertx;
  private Server server;
  private Another another;

  /** Makes the bus ready before anything uses it. */
  abstract void prepare(Vertx fresh);

  @BeforeAll
  void start() throws Exception {
    vertx = Vertx.vertx();
    prepare(vertx);
    ServerConfig config =
        new ConfigLoader()
            .set("store.url=memory")
            .set("http.port=0")
            .set("catalog.reload_seconds=0")
            .set("simulation.seed=7")
            .load(Path.of("").toAbsolutePath());
    server =
        Server.start(vertx, config, Clock.fixed(NOW, ZoneOffset.UTC)).await(30, TimeUnit.SECONDS);
    another = new Another();
    vertx.deployVerticle(another).await(10, TimeUnit.SECONDS);
  }

  @AfterAll
  void stop() throws Exception {
    server.stop().eventually(vertx::close).await(30, TimeUnit.SECONDS);
  }

  private static final class Another extends VerticleBase {
    private RegistryClient client;

    @Override
    public Future<?> start() {
      client = new RegistryClient(vertx);
      return Future.succeededFuture();
    }

    Context context() {
      return context;
    }
  }

  /** Runs on the other verticle's event loop, where the answer has to arrive too. */
  <T> T ask(Function<RegistryClient, Future<T>> question) throws Exception {
    return asked(question).await(10, TimeUnit.SECONDS);
  }

  <T> Future<T> asked(Function<RegistryClient, Future<T>> question) {
    Promise<T> answer = Promise.promise();
    another
        .context()
        .runOnContext(
            run ->
                question
                    .apply(another.client)
                    .map(
                        value -> {
                          assertThat(Vertx.currentContext()).isSameAs(another.context());
                          return value;
                        })
                    .onComplete(answer));
    return answer.future();
  }

  UnderstudyException refusal(Function<RegistryClient, Future<?>> question) throws Exception {
    Throwable failure =
        asked(
                client ->
                    question
                        .apply(client)
                        .<Throwable>transform(r -> Future.succeededFuture(r.cause())))
            .await(10, TimeUnit.SECONDS);
    assertThat(failure).isInstanceOf(UnderstudyException.class);
    return (UnderstudyException) failure;
  }

  boolean exists(String name) throws Exception {
    return ask(client -> client.exists(name));
  }

  static ModelDefinition model(String id) {
    return ModelDefinition.builder(id).name("A " + id).ownedBy("acme").contextWindow(1000).build();
  }

  static MergePatch patch(String json) {
    return new MergePatch(Json.parseObject(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** The other verticle's Vert.x, for what only one kind of bus shows. */
  Vertx vertx() {
    return vertx;
  }

  /** The registry's life, which events name. */
  String epoch() {
    return server.snapshot().epoch();
  }

  /** Where the other verticle runs. */
  Context context() {
    return another.context();
  }
}
