package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.await;
import static dev.understudy.store.KeptRegistry.model;
import static dev.understudy.store.KeptRegistry.ofCatalog;
import static dev.understudy.store.KeptRegistry.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Event;
import dev.understudy.registry.EventType;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Recovered;
import dev.understudy.registry.RegistryContents;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every log does that outlives the server. */
abstract class KeptLogContract extends RevisionLogContract {

  private List<ModelDefinition> catalog = List.of();

  private KeptRegistry reopened() {
    kept.close();
    kept = opened();
    return kept;
  }

  @Test
  void everyLayer_isRecovered() {
    kept.write(
        registry ->
            registry.replaceCatalog(
                List.of(
                    ofCatalog("plain", "p"),
                    ofCatalog("patched"),
                    ofCatalog("gone"),
                    ofCatalog("whole"),
                    ofCatalog("deleted"))));
    kept.write(registry -> registry.patch("patched", patch("{\"family\":\"a\"}"), ANY));
    kept.write(
        registry -> registry.patch("patched", patch("{\"family\":null,\"tags\":[\"x\"]}"), ANY));
    kept.write(registry -> registry.patch("gone", patch("{\"family\":\"b\"}"), ANY));
    kept.write(registry -> registry.put(model("whole", "w"), ANY));
    kept.write(registry -> registry.put(model("written"), ANY));
    kept.write(registry -> registry.remove("deleted", ANY));
    List<ModelDefinition> next =
        List.of(
            ofCatalog("plain", "p"),
            ofCatalog("patched"),
            ofCatalog("whole"),
            ofCatalog("deleted"));
    kept.write(registry -> registry.replaceCatalog(next));
    RegistryContents before = kept.contents();
    assertThat(before.hidden()).containsOnlyKeys("gone", "deleted");
    String epoch = kept.epoch();

    reopened();
    // What lies beneath a whole model or a tombstone is the catalog's, which a start loads.
    assertThat(kept.write(registry -> registry.replaceCatalog(next)).isNoOp()).isTrue();
    assertThat(kept.contents()).isEqualTo(before);
    assertThat(kept.epoch()).isEqualTo(epoch);
    assertThat(kept.put("next").revision().number()).isEqualTo(9);

    kept.write(
        registry -> registry.replaceCatalog(List.of(ofCatalog("gone"), ofCatalog("deleted"))));
    assertThat(kept.contents().models()).containsKey("gone").doesNotContainKey("deleted");
    assertThat(kept.contents().models().values())
        .extracting(shown -> shown.model().family())
        .contains("b");
  }

  @Test
  void metadataAndTheLike_areRecoveredAsTheyWere() {
    Map<String, Object> metadata = new HashMap<>(Map.of("b", List.of(1, "two"), "e", Map.of()));
    metadata.put("none", null);
    ModelDefinition model =
        model("road")
            .with(
                b ->
                    b.metadata(metadata)
                        .description("\u00e4\u6f22\ud83d\ude00\u0000 '?$1 \\")
                        .version("1?\u0000"));
    kept.write(registry -> registry.put(model, ANY));
    RegistryContents before = kept.contents();
    assertThat(reopened().contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anySequenceOfWrites_isRecovered(long seed) {
    RandomWrites random = new RandomWrites(seed);
    catalog = List.of();
    for (int part = 0; part < 3; part++) {
      for (int i = 0; i < 60; i++) {
        attempt(random);
      }
      RegistryContents before = kept.contents();
      reopened();
      // What lies beneath a whole model is no revision: it is the catalog's, which a start loads.
      assertThat(kept.write(registry -> registry.replaceCatalog(catalog)).isNoOp()).isTrue();
      assertThat(kept.contents()).as("seed %d, part %d", seed, part).isEqualTo(before);
    }
  }

  /** So that the stream that is live and the one that resumes tell the same by the same numbers. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void events_areReadAsTheyWereTold(long seed) {
    kept.registry.tellRetirements(400);
    RandomWrites random = new RandomWrites(seed);
    for (int i = 0; i < 60; i++) {
      attempt(random);
    }
    List<String> told = new ArrayList<>();
    for (LoggedWrite write : kept.told) {
      for (Event event : write.events()) {
        told.add(text(new LoggedEvent(write.revision(), write.at(), write.cause(), event)));
      }
    }
    for (int limit : List.of(1, 7, 1_000)) {
      List<String> read = new ArrayList<>();
      LogPosition at = LogPosition.START;
      List<LoggedEvent> page = List.of();
      do {
        page = await(kept.log.history().events(at.revision(), at.position(), limit));
        for (LoggedEvent event : page) {
          read.add(text(event));
          at = event.position();
        }
      } while (page.size() == limit);
      assertThat(read).isEqualTo(told);
    }
    assertThat(told).anyMatch(event -> event.contains("model.updated")).hasSizeGreaterThan(60);
  }

  static String text(LoggedEvent logged) {
    Event event = logged.event();
    return String.join(
        " ",
        logged.position().toString(),
        logged.at().toString(),
        logged.cause().jsonName(),
        event.type().jsonName(),
        event.subject(),
        event.fields().toString(),
        String.valueOf(event.model()),
        event.details() == null ? "" : Json.ascii(event.details()));
  }

  @Test
  void whatRetires_isToldOnce_overARestart() {
    LocalDate date = LocalDate.of(2026, 1, 20);
    ModelDefinition ending = model("ending").with(b -> b.retirementDate(date));
    kept.registry.tellRetirements(30);
    assertThat(kept.write(registry -> registry.put(ending, ANY)).events())
        .extracting(Event::type)
        .containsExactly(EventType.MODEL_ADDED, EventType.MODEL_RETIRING);
    kept.put("other");
    reopened();
    kept.registry.tellRetirements(30);
    assertThat(kept.write(ModelRegistry::followDates).isNoOp()).isTrue();
    ModelDefinition later = ending.with(b -> b.retirementDate(date.plusDays(2)));
    assertThat(kept.write(registry -> registry.put(later, ANY)).events())
        .extracting(Event::type)
        .contains(EventType.MODEL_RETIRING);
  }

  private void attempt(RandomWrites random) {
    try {
      RandomWrites.Next next = random.next(true);
      kept.write(next.operation());
      catalog = next.catalog() == null ? catalog : next.catalog();
    } catch (UnderstudyException refused) {
      assertThat(refused.code()).isNotEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }
  }

  @Test
  void whatALaterVersionAdds_isLeftOut() throws Exception {
    kept.put("road");
    RegistryContents before = kept.contents();
    kept.close();
    rewrite("{\"later\":{\"x\":[1]},");
    kept = opened();
    assertThat(kept.contents()).isEqualTo(before);
  }

  @Test
  void aModelThatTodaysRulesRefuse_isNamed_andGivenUpOnlyWhereLossIsAccepted() throws Exception {
    kept.put("road");
    kept.close();
    rewrite("{\"context_window\":-5,");
    assertThatThrownBy(this::opened)
        .hasMessageContainingAll(
            "model road of revision 1 cannot be read",
            "context_window: -5",
            "Nothing was changed",
            "--accept-loss");
    RevisionLog log = log();
    Recovered recovered = await(log.open(true));
    await(log.close());
    assertThat(recovered.unreadable()).containsExactly("road");
    assertThat(recovered.revision().number()).isEqualTo(1);
  }

  /** Writes the definition of the only row with another beginning, and the hashes that fit. */
  abstract void rewrite(String beginning) throws Exception;

  @Test
  void historyGoesOnAfterARestart() {
    kept.put("a");
    kept.put("b");
    reopened();
    kept.clock.set("2020-01-01T00:00:00Z");
    kept.put("c");
    assertThat(await(kept.log.history().changes(0, Integer.MAX_VALUE, 9)))
        .extracting(v -> v.revision().number())
        .containsExactly(1L, 2L, 3L);
    assertThat(await(kept.log.history().versionAt("c", 9)).orElseThrow().at())
        .isEqualTo("2026-01-01T12:00:00Z");
  }
}
