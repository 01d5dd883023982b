package dev.understudy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.discovery.Via;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Precondition;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscovererTest {

  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());
  private final Discoverer discoverer = new Discoverer(registry::snapshot, 100, Runnable::run);

  @BeforeEach
  void register() {
    registry.register(ModelDefinition.builder("acme/Road-Runner-7B").build());
  }

  private String resolved(String query) {
    return String.valueOf(discoverer.resolve(query, ResolveMode.FUZZY).resolved());
  }

  @Test
  void resolve_followsEveryWriteOfNames() {
    assertThat(resolved("road runner 7b")).isEqualTo("acme/Road-Runner-7B");
    registry.register(ModelDefinition.builder("acme/Coyote-2").build());
    assertThat(resolved("coyote 2")).isEqualTo("acme/Coyote-2");
    registry.remove("acme/Road-Runner-7B", Precondition.none());
    assertThat(resolved("road runner 7b")).isEqualTo("null");
  }

  @Test
  void resolve_followsOwners() {
    assertThat(resolved("beepers road runner 7b")).isEqualTo("null");
    registry.register(ModelDefinition.builder("acme/Road-Runner-7B").ownedBy("Beepers").build());
    assertThat(resolved("beepers road runner 7b")).isEqualTo("acme/Road-Runner-7B");
  }

  @Test
  void search_followsEveryWrite() {
    assertThat(discoverer.search("desert", 5)).isEmpty();
    registry.register(
        ModelDefinition.builder("acme/Road-Runner-7B").description("Runs in the desert.").build());
    assertThat(discoverer.search("desert", 5))
        .singleElement()
        .satisfies(hit -> assertThat(hit.id()).isEqualTo("acme/Road-Runner-7B"));
  }

  @Test
  void fineTune_isResolvedBeforeSpelling_butNotStrictly() {
    String id = "ft:acme/Road-Runner-7B:me::x1";
    assertThat(discoverer.resolve(id, ResolveMode.FUZZY).via()).isEqualTo(Via.FINE_TUNE);
    assertThat(discoverer.resolve(id, ResolveMode.ALIAS).resolved()).isEqualTo(id);
    assertThat(discoverer.resolve(id, ResolveMode.STRICT).isResolved()).isFalse();
  }

  @Test
  void cache_countsHits_untilNamesMove() {
    resolved("road runner 7b");
    resolved("road runner 7b");
    discoverer.resolve("road runner 7b", ResolveMode.ALIAS); // another mode, another key
    assertThat(discoverer.cacheStats())
        .containsEntry("hits", 1L)
        .containsEntry("misses", 2L)
        .containsEntry("hit_rate", 1.0 / 3);
    registry.register(ModelDefinition.builder("acme/Road-Runner-7B").description("New.").build());
    resolved("road runner 7b");
    assertThat(discoverer.cacheStats()).containsEntry("hits", 2L);
    registry.register(
        ModelDefinition.builder("acme/Road-Runner-7B").status(ModelStatus.PREVIEW).build());
    resolved("road runner 7b");
    assertThat(discoverer.cacheStats()).containsEntry("hits", 2L).containsEntry("misses", 3L);
  }

  @Test
  void cache_withoutARequest_hasNoRate() {
    assertThat(discoverer.cacheStats()).containsEntry("hit_rate", null).containsEntry("hits", 0L);
  }

  @Test
  void cache_keepsNoLongQueries() {
    resolved("x".repeat(301));
    assertThat(discoverer.cacheStats()).containsEntry("misses", 0L);
  }
}
