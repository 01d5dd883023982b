package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.await;
import static dev.understudy.store.KeptRegistry.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import dev.understudy.registry.Accepted;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.RegistryChange;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every log does, in whatever store. */
abstract class RevisionLogContract {

  final Vertx vertx = Vertx.vertx();
  private final List<KeptRegistry> opened = new ArrayList<>();
  private int epochs;

  @TempDir Path dir = Path.of("");

  KeptRegistry kept;

  /** A log of this test's store. */
  abstract RevisionLog log();

  String newEpoch() {
    return "epoch" + ++epochs;
  }

  @BeforeEach
  void open() {
    kept = opened();
  }

  KeptRegistry opened() {
    KeptRegistry registry = KeptRegistry.open(vertx, log(), false);
    opened.add(registry);
    return registry;
  }

  @AfterEach
  void close() {
    opened.forEach(KeptRegistry::close);
    await(vertx.close());
  }

  @Test
  void aNewLog_isEmpty() {
    assertThat(kept.epoch()).isEqualTo("epoch1");
    assertThat(kept.revision()).isZero();
    assertThat(await(kept.log.history().wholeFrom())).isEqualTo(1);
    assertThat(await(kept.log.history().changes(0, Integer.MAX_VALUE, 10))).isEmpty();
    assertThat(await(kept.log.history().revisionAt(Instant.parse("2100-01-01T00:00:00Z"))))
        .isZero();
  }

  @Test
  void aBulkWrite_isOneRevision_inTheOrderOfTheRequest() {
    RegistryWrite write =
        kept.write(
            registry ->
                registry.registerAll(
                    List.of(model("zeta"), model("alpha"), model("mid")), OnConflict.FAIL));
    assertThat(write.revision()).isEqualTo(new Revision(1));
    assertThat(await(kept.log.history().changes(0, Integer.MAX_VALUE, 10)))
        .extracting(Version::id, v -> v.revision().number(), Version::position)
        .containsExactly(tuple("zeta", 1L, 0), tuple("alpha", 1L, 1), tuple("mid", 1L, 2));
  }

  @Test
  void versions_areTheLatestFirst_andPaged() {
    for (int i = 1; i <= 4; i++) {
      int version = i;
      kept.write(registry -> registry.put(model("road").with(b -> b.version("v" + version)), ANY));
    }
    kept.put("other");
    kept.write(registry -> registry.remove("road", ANY));
    History history = kept.log.history();

    List<Version> first = await(history.versions("road", Long.MAX_VALUE, 2));
    assertThat(first)
        .extracting(v -> v.revision().number(), Version::kind)
        .containsExactly(
            tuple(6L, RegistryChange.Kind.REMOVED), tuple(4L, RegistryChange.Kind.UPDATED));
    assertThat(first.get(0).model()).isNull();
    assertThat(first.get(1).fields()).containsExactly("version");
    assertThat(await(history.versions("road", 4, 10)))
        .extracting(v -> v.model() == null ? null : v.model().version())
        .containsExactly("v3", "v2", "v1");
    assertThat(await(history.versionAt("road", 3)).orElseThrow().model())
        .isNotNull()
        .extracting(ModelDefinition::version, ModelDefinition::origin)
        .containsExactly("v3", Origin.API);
    assertThat(await(history.versionAt("other", 4))).isEmpty();
    assertThat(await(history.versionLabelled("road", "v2")).orElseThrow().revision())
        .isEqualTo(new Revision(2));
    assertThat(await(history.versionLabelled("road", "v9"))).isEmpty();
    assertThat(await(history.versions("unknown", Long.MAX_VALUE, 9))).isEmpty();
  }

  @Test
  void aliasMoves_tellWhatANameMeant() {
    kept.write(registry -> registry.put(model("old", "best"), ANY));
    kept.write(
        registry ->
            registry.registerAll(List.of(model("old"), model("new", "best")), OnConflict.REPLACE));
    kept.write(registry -> registry.remove("new", ANY));
    assertThat(await(kept.log.history().aliasMoves("best", Long.MAX_VALUE, 10)))
        .extracting(move -> move.revision().number(), AliasMove::target)
        .containsExactly(tuple(3L, null), tuple(2L, "new"), tuple(1L, "old"));
    assertThat(await(kept.log.history().aliasMoves("best", 2, 10))).hasSize(1);
  }

  @Test
  void changes_goOnInsideARevision() {
    kept.write(
        registry ->
            registry.registerAll(List.of(model("a"), model("b"), model("c")), OnConflict.FAIL));
    kept.put("d");
    assertThat(await(kept.log.history().changes(1, 0, 2)))
        .extracting(Version::id)
        .containsExactly("b", "c");
    assertThat(await(kept.log.history().changes(1, Integer.MAX_VALUE, 9)))
        .extracting(Version::id)
        .containsExactly("d");
  }

  @Test
  void timesNeverGoBack() {
    kept.put("a");
    kept.clock.set("2025-01-01T00:00:00Z");
    kept.put("b");
    kept.clock.set("2026-06-01T00:00:00.123456Z");
    kept.put("c");
    History history = kept.log.history();
    assertThat(await(history.changes(0, Integer.MAX_VALUE, 9)))
        .extracting(Version::at)
        .containsExactly(
            Instant.parse("2026-01-01T12:00:00Z"),
            Instant.parse("2026-01-01T12:00:00Z"),
            Instant.parse("2026-06-01T00:00:00.123456Z"));
    assertThat(await(history.revisionAt(Instant.parse("2026-01-01T11:59:59Z")))).isZero();
    assertThat(await(history.revisionAt(Instant.parse("2026-01-01T12:00:00Z")))).isEqualTo(2);
    assertThat(await(history.revisionAt(Instant.parse("2027-01-01T00:00:00Z")))).isEqualTo(3);
  }

  /** An entry that does not follow fails, with all that were to be kept with it. */
  @Test
  void aFailedAppend_changesNothing() {
    kept.put("a");
    LogEntry again = entry(kept, "b", 7);
    assertThatThrownBy(() -> await(kept.log.append(List.of(entry(kept, "x", 2), again))))
        .hasMessageContaining("revision: 7 (expected: 3)");
    assertThat(await(kept.log.settle())).isEqualTo(1);
    assertThat(await(kept.log.history().changes(0, Integer.MAX_VALUE, 9))).hasSize(1);
    kept.put("c");
    assertThat(await(kept.log.history().changes(1, Integer.MAX_VALUE, 9)))
        .extracting(Version::id)
        .containsExactly("c");
  }

  private static LogEntry entry(KeptRegistry kept, String id, long revision) {
    RegistryChange change =
        new RegistryChange(RegistryChange.Kind.ADDED, id, null, model(id), List.of());
    return new LogEntry(
        kept.clock.instant(),
        Cause.WRITE,
        new Accepted(
            new RegistryWrite(new Revision(revision), List.of(change), List.of(), List.of()),
            List.of(),
            kept.registry.snapshot()));
  }

  @Test
  void manyWritesAtOnce_areKeptInTheirOrder() {
    List<Future<RegistryWrite>> begun =
        IntStream.range(0, 3_000)
            .mapToObj(i -> kept.begin(registry -> registry.put(model("m" + i), ANY)))
            .toList();
    await(Future.all(begun));
    assertThat(begun)
        .extracting(write -> write.result().revision().number())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 3_000).mapToObj(Long::valueOf).toList());
    assertThat(kept.shown).hasValue(3_000);
    assertThat(await(kept.log.history().changes(0, Integer.MAX_VALUE, 5_000)))
        .extracting(v -> v.revision().number())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 3_000).mapToObj(Long::valueOf).toList());
  }

  /** On an event loop it would hold up all others. */
  @Test
  void futuresCompleteOnTheCallersContext() {
    boolean isSame =
        await(
            kept.onLoop(
                () -> {
                  Context own = Vertx.currentContext();
                  return kept.log
                      .history()
                      .wholeFrom()
                      .map(from -> Vertx.currentContext() == own && Context.isOnEventLoopThread());
                }));
    assertThat(isSame).isTrue();
  }
}
