package dev.understudy.source;

import dev.understudy.app.Server;
import dev.understudy.app.ServerEnvironment;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.RegistryEvent;
import dev.understudy.bus.SourceClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Event;
import dev.understudy.registry.ModelEntry;
import dev.understudy.store.Cause;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with a source that a test plays. */
abstract class SourceFixture {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder = Path.of("");

  final Vertx vertx = Vertx.vertx();
  final RegistryClient client = new RegistryClient(vertx);
  final SourceClient sources = new SourceClient(vertx);
  final ManualTimers timers = new ManualTimers();
  volatile Instant now = NOW;
  String store = "memory";
  String allow = "127.0.0.1";
  RemoteServer remote;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final BlockingQueue<RegistryEvent> events = new LinkedBlockingQueue<>();
  private @Nullable Server server;

  @BeforeEach
  void prepare() throws Exception {
    remote = new RemoteServer(vertx);
    files("filed");
    client.onChange(events::add).completion().await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    stop();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** A catalog file of models, each an id, or id=name. */
  static String catalog(String provider, String... models) {
    List<String> entries = new ArrayList<>();
    for (String model : models) {
      String[] parts = model.split("=", 2);
      String name = parts.length == 2 ? parts[1] : "As it was";
      entries.add("{\"id\":\"%s\",\"name\":\"%s\"}".formatted(parts[0], name));
    }
    return "{\"provider\":\"%s\",\"models\":[%s]}".formatted(provider, String.join(",", entries));
  }

  /** What the catalog's files have. */
  final void files(String... models) throws IOException {
    Files.createDirectories(folder.resolve("catalog"));
    Files.writeString(folder.resolve("catalog/house.json"), catalog("house", models));
  }

  final Path data() {
    return folder.resolve("data");
  }

  final void start(SourceSpec... configured) throws Exception {
    StringBuilder list = new StringBuilder();
    for (SourceSpec spec : configured) {
      list.append(list.isEmpty() ? "" : ", ")
          .append(
              "{name: %s, url: '%s', interval_seconds: %d, grace_days: %d}"
                  .formatted(spec.name(), spec.url(), spec.intervalSeconds(), spec.graceDays()));
    }
    ConfigLoader loader =
        new ConfigLoader()
            .set("store.url", store)
            .set("http.port=0")
            .set("catalog.dir=" + folder.resolve("catalog"))
            .set("catalog.reload_seconds=0")
            .set("data.dir=" + data())
            .set("sources_schemes=http,https")
            .set("sources_allow=" + allow)
            .set("sources", "[" + list + "]");
    server =
        await(
            Server.start(
                vertx,
                loader.load(Path.of("").toAbsolutePath()),
                ServerEnvironment.of(clock).with(timers)));
  }

  final void stop() throws Exception {
    if (server != null) {
      await(server.stop());
      server = null;
    }
  }

  final Server server() {
    return Objects.requireNonNull(server);
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  /** Fails when it does not become so. */
  static void until(BooleanSupplier isSo) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not so after 20 s");
      }
      Thread.onSpinWait();
    }
  }

  static UnderstudyException refused(Future<?> future) throws Exception {
    Throwable failure = await(future.transform(ended -> Future.succeededFuture(ended.cause())));
    if (failure instanceof UnderstudyException known) {
      return known;
    }
    throw new AssertionError("refused: " + failure, failure);
  }

  static ErrorCode code(Future<?> future) throws Exception {
    return refused(future).code();
  }

  /** The next write that a source made. */
  final RegistryEvent nextOfSource() throws InterruptedException {
    while (true) {
      RegistryEvent event = events.poll(10, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event");
      }
      if (event.cause() == Cause.SOURCE) {
        return event;
      }
    }
  }

  static List<String> told(RegistryEvent write) {
    return write.events().stream()
        .map((Event event) -> event.type().jsonName() + " " + event.subject())
        .toList();
  }

  final long revision() {
    return server().snapshot().revision().number();
  }

  final @Nullable ModelDefinition model(String id) {
    ModelEntry entry = server().snapshot().get(id);
    return entry == null ? null : entry.model();
  }

  final ModelDefinition there(String id) {
    return Objects.requireNonNull(model(id), id);
  }

  final boolean isGone(String id) {
    return model(id) == null;
  }

  final @Nullable String name(String id) {
    ModelDefinition model = model(id);
    return model == null ? "gone" : model.name();
  }
}
