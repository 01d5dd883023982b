package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.RegistryEvent;
import dev.understudy.catalog.CatalogException;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.catalog.CatalogWatcher;
import dev.understudy.config.ConfigLoader;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.Precondition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of the catalog while the server runs. */
class CatalogReloadTest {

  @TempDir private Path dir = Path.of("");
  private final Vertx vertx = Vertx.vertx();
  private final RegistryClient client = new RegistryClient(vertx);
  private final BlockingQueue<RegistryEvent> events = new LinkedBlockingQueue<>();
  private @Nullable Server server;

  @BeforeEach
  void write() throws Exception {
    catalog("kept", "changed", "dropped");
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private void catalog(String... models) throws Exception {
    StringBuilder entries = new StringBuilder();
    for (String model : models) {
      String[] parts = model.split("=", 2);
      String name = parts.length == 2 ? parts[1] : "As it was";
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append("{\"id\":\"%s\",\"name\":\"%s\"}".formatted(parts[0], name));
    }
    Files.writeString(
        dir.resolve("acme.json"), "{\"provider\":\"acme\",\"models\":[" + entries + "]}");
  }

  private Server start(int reloadSeconds) throws Exception {
    Server started =
        Server.start(
                vertx,
                new ConfigLoader()
                    .set("store.url=memory")
                    .set("http.port=0")
                    .set("catalog.dir=" + dir)
                    .set("catalog.reload_seconds=" + reloadSeconds)
                    .load(Path.of("").toAbsolutePath()),
                Clock.systemUTC())
            .await(30, TimeUnit.SECONDS);
    client.onChange(events::add).completion().await(10, TimeUnit.SECONDS);
    server = started;
    return started;
  }

  private boolean reload() throws Exception {
    return server().reloadCatalog().await(10, TimeUnit.SECONDS);
  }

  private Server server() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server;
  }

  private RegistryEvent nextEvent() throws Exception {
    RegistryEvent event = events.poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("no event");
    }
    return event;
  }

  private @Nullable String name(String id) {
    ModelEntry entry = server().snapshot().get(id);
    return entry == null ? "gone" : entry.model().name();
  }

  @Test
  void edit_isOneRevision_ofAllItsChanges() throws Exception {
    start(0);
    Revision before = server().snapshot().revision();
    catalog("kept", "changed=Now so", "added");
    assertThat(reload()).isTrue();
    RegistryEvent event = nextEvent();
    assertThat(event.revision()).isEqualTo(before.next());
    assertThat(event.events())
        .extracting(Event::subject, Event::type)
        .containsExactly(
            tuple("added", EventType.MODEL_ADDED),
            tuple("changed", EventType.MODEL_UPDATED),
            tuple("dropped", EventType.MODEL_REMOVED));
    assertThat(name("changed")).isEqualTo("Now so");
    assertThat(name("dropped")).isEqualTo("gone");
    assertThat(server().snapshot().revision()).isEqualTo(event.revision());
  }

  @Test
  void noEdit_isNoRevision() throws Exception {
    start(0);
    Revision before = server().snapshot().revision();
    assertThat(reload()).isFalse();
    catalog("kept", "changed", "dropped"); // the same bytes again
    assertThat(reload()).isFalse();
    assertThat(server().snapshot().revision()).isEqualTo(before);
  }

  @Test
  void badEdit_isReported_andTheRunningCatalogStays() throws Exception {
    start(0);
    Revision before = server().snapshot().revision();
    Files.writeString(
        dir.resolve("acme.json"),
        "{\"provider\":\"acme\",\"models\":[{\"id\":\"kept\",\"created\":-1}]}");
    assertThatThrownBy(this::reload)
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("acme.json")
        .hasMessageContaining("kept")
        .hasMessageContaining("created");
    assertThat(server().snapshot().revision()).isEqualTo(before);
    assertThat(name("dropped")).isEqualTo("As it was");
    catalog("kept=Better");
    assertThat(reload()).isTrue();
    assertThat(name("kept")).isEqualTo("Better");
  }

  @Test
  void whatWasWritten_survives() throws Exception {
    start(0);
    client
        .register(ModelDefinition.builder("mine").name("Mine").build())
        .await(10, TimeUnit.SECONDS);
    byte[] patch = "{\"tags\":[\"patched\"]}".getBytes(StandardCharsets.UTF_8);
    client
        .patch("changed", new MergePatch(Json.parseObject(patch)), Precondition.none())
        .await(10, TimeUnit.SECONDS);
    client.remove("dropped", Precondition.none()).await(10, TimeUnit.SECONDS);
    catalog("kept", "changed=Now so", "dropped=Still here?");
    assertThat(reload()).isTrue();
    assertThat(name("mine")).isEqualTo("Mine");
    assertThat(name("changed")).isEqualTo("Now so");
    ModelDefinition patched = client.get("changed").await(10, TimeUnit.SECONDS);
    assertThat(patched.tags()).isEqualTo(List.of("patched"));
    assertThat(name("dropped")).isEqualTo("gone");
  }

  @Test
  void goodEdit_thatTheRegistryRefuses_isTakenWhenItFits() throws Exception {
    start(0);
    client
        .register(ModelDefinition.builder("mine").aliases(List.of(ModelAlias.of("wanted"))).build())
        .await(10, TimeUnit.SECONDS);
    catalog("kept", "changed=Now so", "dropped", "wanted");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::reload)
          .isInstanceOf(UnderstudyException.class)
          .hasMessageContaining("wanted");
    }
    assertThat(name("changed")).isEqualTo("As it was");
    client.remove("mine", Precondition.none()).await(10, TimeUnit.SECONDS);
    assertThat(reload()).isTrue();
    assertThat(name("changed")).isEqualTo("Now so");
    assertThat(name("wanted")).isEqualTo("As it was");
    assertThat(reload()).isFalse();
  }

  @Test
  void refusedEdit_isTriedAgain_onlyWhenTheRegistryHasMoved() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    AtomicLong revision = new AtomicLong(7);
    CatalogReload reload =
        new CatalogReload(
            vertx,
            new CatalogLoader(dir),
            new CatalogWatcher(dir, "", Clock.systemUTC()),
            Set.of(),
            catalog -> {
              if (tries.incrementAndGet() < 3) {
                return Future.failedFuture(new IllegalStateException("refusal " + tries));
              }
              return Future.succeededFuture();
            },
            revision::get);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> reload.now().await(10, TimeUnit.SECONDS)).hasMessage("refusal 1");
      assertThat(tries).hasValue(1);
    }
    revision.set(8);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> reload.now().await(10, TimeUnit.SECONDS)).hasMessage("refusal 2");
      assertThat(tries).hasValue(2);
    }
    catalog("kept=Now so"); // an edit is tried whatever the registry did
    assertThat(reload.now().await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(reload.now().await(10, TimeUnit.SECONDS)).isFalse();
    assertThat(tries).hasValue(3);
  }

  @Test
  void refusedEdit_isForgotten_whenAnotherFollows() throws Exception {
    start(0);
    client
        .register(ModelDefinition.builder("mine").aliases(List.of(ModelAlias.of("wanted"))).build())
        .await(10, TimeUnit.SECONDS);
    catalog("kept", "wanted");
    assertThatThrownBy(this::reload).isInstanceOf(UnderstudyException.class);
    Files.writeString(dir.resolve("acme.json"), "{");
    assertThatThrownBy(this::reload).isInstanceOf(CatalogException.class);
    client.remove("mine", Precondition.none()).await(10, TimeUnit.SECONDS);
    assertThat(reload()).isFalse();
    assertThat(name("dropped")).isEqualTo("As it was");
  }

  @Test
  void edits_arePickedUpByThemselves_evenAfterABadOne() throws Exception {
    start(1);
    Files.writeString(dir.resolve("acme.json"), "{");
    assertThatThrownBy(this::reload).isInstanceOf(CatalogException.class);
    catalog("kept=By itself", "changed", "dropped");
    assertThat(nextEvent().events()).extracting(Event::subject).containsExactly("kept");
    assertThat(name("kept")).isEqualTo("By itself");
  }
}
