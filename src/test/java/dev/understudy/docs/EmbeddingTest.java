package dev.understudy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.app.Server;
import dev.understudy.bus.BusStream;
import dev.understudy.bus.Following;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.StreamOptions;
import dev.understudy.config.ConfigLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The Java of src/docs/guide.md. */
class EmbeddingTest {

  private static Future<Server> start(Vertx vertx) {
    ServerConfig config =
        new ConfigLoader()
            .set("http.port=0")
            .set("catalog.providers=openai,meta")
            .set("store.url=memory") // or data.dir=..., where it keeps what it is told
            .load(Path.of("").toAbsolutePath()); // where catalog/ is
    return Server.start(vertx, config, Clock.systemUTC());
  }

  private static Future<String> label(RegistryClient registry, String name) {
    return registry
        .get(name)
        .map(model -> model.id())
        .recover(
            failure ->
                failure instanceof UnderstudyException refused
                        && refused.code() == ErrorCode.MODEL_NOT_FOUND
                    ? Future.succeededFuture("unknown; near: " + refused.didYouMean())
                    : Future.failedFuture(failure));
  }

  private static Future<String> listen(RegistryClient registry, StringBuilder text) {
    StreamOptions options = StreamOptions.of("gpt-4o", "Hello", 30).withTimeScale(0);
    return registry.stream(options, 10, part -> part.pieces().forEach(text::append))
        .onSuccess(stream -> stream.request(20)) // more credits; stream.stop() would end it
        .compose(BusStream::ended);
  }

  private static Following follow(
      RegistryClient registry, LogPosition since, Consumer<String> told) {
    return registry.follow(
        since, event -> told.accept(event.position() + " " + event.event().type().jsonName()));
  }

  @Test
  void another_application_starts_and_uses_one() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Server server = start(vertx).await(30, TimeUnit.SECONDS);
      RegistryClient registry = new RegistryClient(vertx);
      StringBuilder text = new StringBuilder();

      assertThat(server.port()).isPositive();
      BlockingQueue<String> told = new LinkedBlockingQueue<>();
      Following following = follow(registry, LogPosition.START, told::add);
      assertThat(told.poll(9, TimeUnit.SECONDS)).isEqualTo("1.0 model.added");
      following.stop();

      assertThat(label(registry, "GPT_4o").await(9, TimeUnit.SECONDS)).isEqualTo("gpt-4o");
      assertThat(label(registry, "gpt-77").await(9, TimeUnit.SECONDS)).startsWith("unknown; near");
      assertThat(listen(registry, text).await(9, TimeUnit.SECONDS)).isEqualTo("length");
      assertThat(text).isNotEmpty();
      server.stop().await(30, TimeUnit.SECONDS);
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }
}
