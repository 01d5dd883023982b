package dev.understudy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ConfigLoader;
import dev.understudy.json.Json;
import dev.understudy.json.MergePatch;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.Rates;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Layers;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.Precondition;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.AliasMove;
import dev.understudy.store.Cause;
import dev.understudy.store.LogPosition;
import dev.understudy.store.Tampering;
import dev.understudy.store.Version;
import dev.understudy.usage.RequestUsage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a server that is started again knows of the time before. */
@ExtendWith(VertxExtension.class)
class RestartTest {

  private static final Precondition ANY = Precondition.none();

  @TempDir private Path folder;

  private boolean acceptLoss;

  private Vertx vertx;
  private RegistryClient client;

  /** Moves a second each time it is read, and as far as a test says. */
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");

  private final InstantSource time =
      () -> {
        now = now.plusSeconds(1);
        return now;
      };

  private final Clock clock = time.withZone(ZoneOffset.UTC);

  @BeforeEach
  void prepare(Vertx running) throws IOException {
    vertx = running;
    client = new RegistryClient(vertx);
    catalog(
        "{'id': 'road', 'context_window': 8000, 'retirement_date': '2026-06-01'}",
        "{'id': 'lane'}");
  }

  private void catalog(String... models) throws IOException {
    Files.createDirectories(folder.resolve("catalog"));
    String json = "{'provider': 'acme', 'models': [" + String.join(", ", models) + "]}";
    Files.writeString(folder.resolve("catalog/acme.json"), json.replace('\'', '"'));
  }

  /** Starts a server, uses it and stops it. */
  private <T> T serving(Function<Server, Future<T>> use) throws Exception {
    var config =
        new ConfigLoader()
            .set("http.port=0")
            .set("catalog.reload_seconds=0")
            .set("catalog.dir", folder.resolve("catalog").toString())
            .set("data.dir", folder.resolve("data").toString())
            .set("store.accept_loss", String.valueOf(acceptLoss))
            .load(Path.of("").toAbsolutePath());
    return Server.start(vertx, config, clock)
        .compose(server -> use.apply(server).eventually(server::stop))
        .await(60, TimeUnit.SECONDS);
  }

  private RegistrySnapshot restarted() throws Exception {
    return serving(server -> Future.succeededFuture(server.snapshot()));
  }

  private static ModelEntry entry(RegistrySnapshot snapshot, String id) {
    return Objects.requireNonNull(snapshot.get(id), id);
  }

  private static MergePatch patch(String json) {
    return new MergePatch(
        Json.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private static ModelDefinition model(String id, String... aliases) {
    return ModelDefinition.builder(id)
        .aliases(List.of(aliases).stream().map(ModelAlias::of).toList())
        .build();
  }

  @Test
  void anUnchangedCatalog_makesNoRevision() throws Exception {
    RegistrySnapshot first = restarted();
    RegistrySnapshot second = restarted();
    assertThat(first.revision().number()).isEqualTo(1);
    assertThat(second.revision()).isEqualTo(first.revision());
    assertThat(second.epoch()).isEqualTo(first.epoch());
    assertThat(entry(second, "road").revision()).isEqualTo(entry(first, "road").revision());
    assertThat(entry(second, "road").model()).isEqualTo(entry(first, "road").model());
  }

  @Test
  void aChangedCatalog_isOneRevision_withItsChanges() throws Exception {
    restarted();
    catalog("{'id': 'road', 'context_window': 9000}", "{'id': 'path'}");
    List<Version> changes = serving(server -> client.changes(LogPosition.endOf(1), 10)).changes();
    assertThat(changes)
        .extracting(change -> change.revision() + " " + change.kind() + " " + change.id())
        .containsExactly("2 REMOVED lane", "2 ADDED path", "2 UPDATED road");
    assertThat(changes).extracting(Version::cause).containsOnly(Cause.CATALOG);
    assertThat(changes.get(2).fields()).contains("context_window");
  }

  @Test
  void patchesAndTombstones_outliveRestartAndCatalogEdits() throws Exception {
    serving(
        server ->
            client
                .patch("road", patch("{'max_output_tokens': 77}"), ANY)
                .compose(patched -> client.remove("lane", ANY))
                .compose(removed -> client.put(model("own"), ANY)));
    catalog(
        "{'id': 'road', 'context_window': 9000}",
        "{'id': 'lane', 'context_window': 5}",
        "{'id': 'own', 'context_window': 6}");
    RegistrySnapshot again = restarted();
    assertThat(entry(again, "road").model().maxOutputTokens()).isEqualTo(77);
    assertThat(entry(again, "road").model().contextWindow()).isEqualTo(9_000);
    assertThat(again.layers("road").above()).isInstanceOf(Layers.Patch.class);
    assertThat(again.get("lane")).isNull();
    assertThat(again.layers("lane").above()).isEqualTo(Layers.Tombstone.INSTANCE);
    assertThat(entry(again, "own").model().contextWindow()).isNull();

    catalog("{'id': 'lane'}");
    RegistrySnapshot dropped = restarted();
    assertThat(dropped.get("road")).as("its patch waits").isNull();
    assertThat(dropped.get("own")).isNotNull();

    catalog("{'id': 'road', 'context_window': 9000}");
    RegistrySnapshot back = restarted();
    assertThat(entry(back, "road").model().maxOutputTokens()).isEqualTo(77);
    assertThat(back.get("lane")).isNull();
  }

  @Test
  void statuses_followTheirDates_alsoWhileTheServerWasDown() throws Exception {
    assertThat(entry(restarted(), "road").model().status()).isEqualTo(ModelStatus.ACTIVE);
    now = Instant.parse("2026-07-01T00:00:00Z");
    RegistrySnapshot later = restarted();
    assertThat(entry(later, "road").model().status()).isEqualTo(ModelStatus.RETIRED);
    assertThat(later.revision().number()).isEqualTo(2);
  }

  @Test
  void names_meanWhatTheyMeantThen() throws Exception {
    serving(server -> client.put(model("one", "best"), ANY));
    now = Instant.parse("2026-03-03T00:00:00Z");
    Instant third = now;
    now = Instant.parse("2026-03-05T00:00:00Z");
    serving(
        server ->
            client
                .put(model("one"), ANY)
                .compose(freed -> client.put(model("two", "best"), ANY))
                .compose(moved -> client.remove("one", ANY)));
    assertThat(serving(server -> client.asOf("best", third)).id()).isEqualTo("one");
    assertThat(serving(server -> client.asOf("best", now)).id()).isEqualTo("two");
    assertThat(serving(server -> client.asOf("one", third)).id()).isEqualTo("one");
    List<AliasMove> moves =
        serving(server -> client.aliasHistory("best", Long.MAX_VALUE, 10)).moves();
    assertThat(moves).extracting(AliasMove::target).containsExactly("two", null, "one");
    assertThatThrownBy(() -> serving(server -> client.asOf("one", now)))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.VERSION_NOT_FOUND));
    assertThatThrownBy(
            () -> serving(server -> client.asOf("best", Instant.parse("2020-01-01T00:00:00Z"))))
        .hasMessageContaining("not before the first revision");
  }

  @Test
  void usage_outlivesARestart() throws Exception {
    RequestUsage used = RequestUsage.of(1_000, 10).withLatency(Duration.ofMillis(500));
    serving(server -> client.recordUsage("road", used));
    serving(server -> client.recordUsage("road", used));
    var report = serving(server -> client.usage("road"));
    assertThat(report.total().requests()).isEqualTo(2);
    assertThat(report.total().inputTokens()).isEqualTo(2_000);
    assertThat(report.total().latency().count()).isEqualTo(2);
  }

  @Test
  void aWriteUnderAnOldTag_isRefused_afterARestartToo() throws Exception {
    serving(server -> client.put(model("own"), ANY));
    Precondition asRead = Precondition.revisionIn(Set.of(entry(restarted(), "own").revision()));
    serving(server -> client.put(model("own", "alias"), asRead));
    assertThatThrownBy(() -> serving(server -> client.remove("own", asRead)))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
  }

  @Test
  void halfCharacters_andPricesThatSayNothing_outliveARestart() throws Exception {
    ModelDefinition half =
        ModelDefinition.builder("half")
            .tags(List.of("\ud800", "\ud801"))
            .version("\udc00")
            .description("cut \ud83d")
            .metadata(Map.of("k", "\udfff"))
            .pricing(new ModelPricing(Rates.UNKNOWN, List.of(), List.of()))
            .build();
    var put = serving(server -> client.put(half, ANY));
    ModelDefinition restarted = entry(restarted(), "half").model();
    assertThat(restarted).isEqualTo(put.changes().get(0).after());
  }

  @Test
  void aRestoreOfItsOwnSnapshot_changesNothing() throws Exception {
    serving(
        server ->
            client
                .patch("road", patch("{'pricing': {'input_per_million': null}}"), ANY)
                .compose(patched -> client.put(ModelDefinition.builder("own").build(), ANY)));
    assertThat(restarted().layers("road").above()).isInstanceOf(Layers.Patch.class);
    var restored = serving(server -> client.save().compose(client::restore));
    assertThat(restored.changes()).isEmpty();
    assertThat(restarted().layers("road").above()).isInstanceOf(Layers.Patch.class);
  }

  /** What is edited while a server runs is refused and reported; so it is at a start. */
  @Test
  void aCatalogThatDoesNotFitWhatWasWritten_leavesTheOneBefore() throws Exception {
    serving(server -> client.patch("road", patch("{'max_output_tokens': 900}"), ANY));
    catalog("{'id': 'road', 'context_window': 100}", "{'id': 'lane'}", "{'id': 'path'}");
    RegistrySnapshot unfit = restarted();
    assertThat(entry(unfit, "road").model().contextWindow()).isEqualTo(8000);
    assertThat(entry(unfit, "road").model().maxOutputTokens()).isEqualTo(900);
    assertThat(unfit.get("path")).isNull();

    serving(server -> client.patch("road", patch("{'max_output_tokens': 90}"), ANY));
    assertThat(entry(restarted(), "road").model().contextWindow()).isEqualTo(100);
    assertThat(restarted().get("path")).isNotNull();
  }

  @Test
  void aModelThatCannotBeRead_isRemovedOnce_whereLossIsAccepted() throws Exception {
    catalog();
    serving(server -> client.put(ModelDefinition.builder("odd").build(), ANY));
    Path data = folder.resolve("data");
    Tampering.rewrite(
        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("understudy.db")),
        data,
        "{\"context_window\":-5,");
    assertThatThrownBy(this::restarted).hasMessageContaining("model odd of revision 1");
    acceptLoss = true;
    assertThat(restarted().get("odd")).isNull();
    acceptLoss = false;
    assertThat(restarted().revision().number()).isEqualTo(2);
  }
}
