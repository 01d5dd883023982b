package dev.understudy.source;

import static dev.understudy.source.SourceFixture.await;
import static dev.understudy.source.SourceFixture.catalog;
import static dev.understudy.source.SourceFixture.code;
import static dev.understudy.source.SourceFixture.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.address.AddressRules;
import dev.understudy.app.ModelRegistries;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelStatus;
import dev.understudy.registry.EventType;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.store.SourceStore;
import dev.understudy.store.Store;
import dev.understudy.store.TestPostgres;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One that runs the sources stops, and another goes on from what the store has. */
class SourceTakeOverTest {

  private static final Instant NOW = SourceFixture.NOW;

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final ManualTimers timers = new ManualTimers();
  private volatile Instant now = NOW;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final ModelRegistry registry = ModelRegistries.empty(clock);
  private final List<EventType> told = new CopyOnWriteArrayList<>();
  private @Nullable String url;
  private Store store;
  private UnsureStore unsure;
  private Sources sources;
  private RemoteServer remote;

  @BeforeEach
  void serve() throws Exception {
    remote = new RemoteServer(vertx);
    begin();
  }

  @AfterEach
  void close() throws Exception {
    await(store.log().close());
    await(vertx.close());
  }

  private void use(String kind) {
    url =
        kind.equals("postgresql")
            ? TestPostgres.shared().url(TestPostgres.shared().newDatabase())
            : null;
  }

  /** A store that is opened anew, and sources that know nothing but what it has. */
  private void begin(SourceSpec... configured) throws Exception {
    store =
        url == null
            ? Store.embedded(vertx, folder, 0, () -> "epoch")
            : Store.postgresql(vertx, url, folder, () -> "epoch");
    await(store.log().open(false));
    assertThat(await(store.peers().lead("http://127.0.0.1:1", true))).isTrue();
    unsure = new UnsureStore(store.sources());
    sources = onLoop(() -> loaded(unsure, List.of(configured)));
  }

  private Future<Sources> loaded(SourceStore kept, List<SourceSpec> configured) {
    Sources made =
        new Sources(
            vertx,
            clock,
            new Random(1),
            timers,
            new SourceSettings(
                Set.of("http"), new AddressRules("sources_allow", List.of("127.0.0.1"))),
            kept,
            new SourceMeter(),
            registry,
            (cause, operation) -> write(operation));
    return made.load(configured).map(made);
  }

  private Future<RegistryWrite> write(Supplier<RegistryWrite> operation) {
    RegistryWrite write = operation.get();
    write.events().forEach(event -> told.add(event.type()));
    return Future.succeededFuture(write);
  }

  private void start() throws Exception {
    onLoop(
        () -> {
          sources.start();
          return Future.succeededFuture();
        });
  }

  private void end() throws Exception {
    onLoop(sources::stop);
    await(store.log().close());
  }

  private <T> T onLoop(Supplier<Future<T>> task) throws Exception {
    return await(asked(task));
  }

  private <T> Future<T> asked(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(run -> Future.succeededFuture().compose(go -> task.get()).onComplete(done));
    return done.future();
  }

  private Future<SourceRefresh> refresh(String name) {
    return asked(() -> sources.refresh(name, false, false));
  }

  private SourceStatus status(String name) throws Exception {
    return onLoop(() -> Future.succeededFuture(sources.get(name)));
  }

  private SourceSpec spec(String name) {
    return SourceSpec.of(name, remote.url("/" + name)).withGraceDays(3);
  }

  private void add(String name) throws Exception {
    onLoop(() -> sources.add(spec(name)));
    await(refresh(name));
  }

  private @Nullable ModelStatus model(String id) {
    var entry = registry.snapshot().get(id);
    return entry == null ? null : entry.model().status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void another_goesOnWhereOneHasStopped(String kind) throws Exception {
    end();
    use(kind);
    remote.has(catalog("acme", "a", "b", "both=\u00e9"), "\"1\"");
    begin(spec("configured"));
    start();
    await(refresh("configured"));
    add("z");
    add("y");
    remote.has(catalog("acme", "a", "both=New"), "\"2\"");
    for (String name : List.of("configured", "z", "y")) {
      await(refresh(name));
    }
    now = NOW.plus(Duration.ofHours(1));
    remote.answersStatus(500);
    assertThat(code(refresh("z"))).isEqualTo(ErrorCode.SOURCE_FAILED);
    SourceStatus before = status("z");
    long revision = registry.snapshot().revision().number();
    end();
    assertThat(timers.delays()).isEmpty();

    told.clear();
    begin(spec("configured"));
    assertThat(onLoop(() -> Future.succeededFuture(sources.list())).sources())
        .extracting(each -> each.source().name(), SourceStatus::configured)
        .containsExactly(tuple("configured", true), tuple("z", false), tuple("y", false));
    SourceStatus after = status("z");
    assertThat(after.source()).isEqualTo(before.source());
    assertThat(after.models()).isEqualTo(2);
    assertThat(after.missing()).isEqualTo(1);
    assertThat(after.etag()).isEqualTo("\"2\"");
    assertThat(after.lastSuccess()).isEqualTo(NOW);
    assertThat(after.lastChange()).isEqualTo(NOW);
    assertThat(after.lastError()).isEqualTo(before.lastError()).contains("answered 500");
    assertThat(after.lastErrorAt()).isEqualTo(now);
    start();
    assertThat(code(refresh("z"))).isEqualTo(ErrorCode.SOURCE_FAILED);
    assertThat(told).doesNotContain(EventType.SOURCE_UPDATED); // nor that it failed, which is known
    assertThat(registry.snapshot().revision().number()).isEqualTo(revision + 2); // of both others

    now = NOW.plus(Duration.ofDays(3));
    remote.has(catalog("acme", "a", "both=New"), "\"2\"");
    for (String name : List.of("configured", "z", "y")) {
      assertThat(await(refresh(name)).diff().removed()).containsExactly("b"); // by a 304
    }
    assertThat(model("b")).isNull();
    assertThat(model("both")).isNotNull();
  }

  @Test
  void statusAlone_doesNotWriteTheModels() throws Exception {
    remote.has(catalog("acme", "a"), "\"1\"");
    start();
    add("acme");
    assertThat(unsure.writes).containsExactly("add acme", "put acme");
    await(refresh("acme"));
    remote.has(catalog("acme", "a"), "\"2\"");
    await(refresh("acme"));
    remote.answersStatus(500);
    assertThat(code(refresh("acme"))).isEqualTo(ErrorCode.SOURCE_FAILED);
    assertThat(code(refresh("acme"))).isEqualTo(ErrorCode.SOURCE_FAILED);
    remote.has(catalog("acme", "a", "b"), "\"3\"");
    await(refresh("acme"));
    assertThat(unsure.writes)
        .containsExactly("add acme", "put acme", "putStatus acme", "putStatus acme", "put acme");
  }

  /** Else the next one would be told that nothing has changed since, and keep what was before. */
  @Test
  void whatCouldNotBeKept_breaksNoRefresh_andIsKeptWithTheNext() throws Exception {
    remote.has(catalog("acme", "a"), "\"1\"");
    start();
    add("acme");
    unsure.isFull = true;
    remote.has(catalog("acme", "a", "b"), "\"2\"");
    assertThat(await(refresh("acme")).diff().added()).containsExactly("b");
    assertThat(status("acme").state()).isEqualTo(SourceStatus.State.OK);
    unsure.isFull = false;
    assertThat(await(refresh("acme")).changed()).isFalse();
    end();
    begin();
    assertThat(status("acme").models()).isEqualTo(2);
    assertThat(status("acme").etag()).isEqualTo("\"2\"");
  }

  @Test
  void whatIsNotKept_isNotAcknowledged() throws Exception {
    remote.has(catalog("acme", "a"), "\"1\"");
    start();
    add("acme");
    unsure.isFull = true;
    assertThat(code(asked(() -> sources.add(spec("other")))))
        .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    assertThat(code(asked(() -> Future.succeededFuture(sources.get("other")))))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(code(asked(() -> sources.remove("acme")))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    await(refresh("acme")); // it goes on
    assertThat(model("a")).isNotNull();
    unsure.isFull = false;
    Future<SourceStatus> first = asked(() -> sources.remove("acme"));
    Future<SourceStatus> second = asked(() -> sources.remove("acme"));
    assertThat(Objects.requireNonNull(await(first)).models()).isEqualTo(1);
    await(second);
    assertThat(model("a")).isNull();
    end();
    begin();
    assertThat(onLoop(() -> Future.succeededFuture(sources.list())).sources()).isEmpty();
  }

  /** The next one must not go on from what was before. */
  @Test
  void stop_waitsUntilIsKeptWhatWasTaken() throws Exception {
    Promise<Void> gate = Promise.promise();
    unsure.gate = gate.future();
    start();
    remote.has(catalog("acme", "a"), "\"1\"");
    onLoop(() -> sources.add(spec("acme")));
    until(() -> unsure.writes.contains("put acme"));
    Future<Void> stopped = asked(sources::stop);
    vertx.setTimer(200, late -> gate.complete());
    await(stopped);
    assertThat(gate.future().isComplete()).isTrue();
    await(store.log().close());
    begin();
    assertThat(status("acme").models()).isEqualTo(1);
  }
}
