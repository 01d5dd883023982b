package dev.understudy.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.TestClock;
import dev.understudy.discovery.Change;
import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.discovery.Via;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Precondition;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscovererTest {

  private final ModelRegistry registry =
      new ModelRegistry(Clock.systemUTC(), "e", id -> ModelDefinition.builder(id).build());
  private final TestClock clock = new TestClock();
  private final ModelMatcher matcher = new ModelMatcher(100);
  private final Discoverer discoverer =
      new Discoverer(registry::snapshot, 100, Runnable::run, matcher, clock);

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
    assertThat(discoverer.search(new SearchQuery("desert", 5)).hits()).isEmpty();
    registry.register(
        ModelDefinition.builder("acme/Road-Runner-7B").description("Runs in the desert.").build());
    assertThat(discoverer.search(new SearchQuery("desert", 5)).hits())
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

  @SuppressWarnings("unchecked") // as it is shown
  private Map<String, Object> cache(String name) {
    return (Map<String, Object>) Objects.requireNonNull(discoverer.cacheStats().get(name));
  }

  @Test
  void search_isCached_untilTheRegistryMoves() {
    discoverer.search(new SearchQuery("road", 5));
    discoverer.search(new SearchQuery("road", 5));
    assertThat(cache("search")).containsEntry("hits", 1L).containsEntry("misses", 1L);
    registry.register(ModelDefinition.builder("acme/Road-Hog").build());
    assertThat(discoverer.search(new SearchQuery("road", 5)).total()).isEqualTo(2);
    assertThat(cache("search")).containsEntry("hits", 1L).containsEntry("misses", 2L);
  }

  @Test
  void cache_countsHits_untilNamesMove() {
    resolved("road runner 7b");
    resolved("road runner 7b");
    discoverer.resolve("road runner 7b", ResolveMode.ALIAS); // another mode, another key
    assertThat(cache("resolution"))
        .containsEntry("hits", 1L)
        .containsEntry("misses", 2L)
        .containsEntry("hit_rate", 1.0 / 3);
    registry.register(ModelDefinition.builder("acme/Road-Runner-7B").description("New.").build());
    resolved("road runner 7b");
    assertThat(cache("resolution")).containsEntry("hits", 2L);
    registry.register(
        ModelDefinition.builder("acme/Road-Runner-7B").status(ModelStatus.PREVIEW).build());
    resolved("road runner 7b");
    assertThat(cache("resolution")).containsEntry("hits", 2L).containsEntry("misses", 3L);
  }

  @Test
  void tie_isSettledByWhatWasSaidToBeRight_untilThatHasFaded() {
    registry.register(ModelDefinition.builder("other/road-runner-7b").build());
    Resolution tie = discoverer.resolve("Road Runner 7B", ResolveMode.FUZZY);
    assertThat(tie.ambiguous()).isTrue();
    assertThat(tie.didYouMean()).hasSize(2);
    discoverer.learn("Road Runner 7B", "other/road-runner-7b", true);
    Resolution learned = discoverer.resolve("Road Runner 7B", ResolveMode.FUZZY);
    assertThat(learned.resolved()).isEqualTo("other/road-runner-7b");
    assertThat(learned.via()).isEqualTo(Via.LEARNED);
    assertThat(learned.filled()).contains(new Change("owner", null, "other"));
    assertThat(learned.alternatives())
        .singleElement()
        .satisfies(lost -> assertThat(lost.id()).isEqualTo("acme/Road-Runner-7B"))
        .satisfies(lost -> assertThat(lost.reason()).contains("usually meant other/"));
    assertThat(discoverer.resolve("Road Runner 7B", ResolveMode.ALIAS).isResolved()).isFalse();
    clock.advance(ModelMatcher.HALF_LIFE.plusSeconds(1));
    assertThat(resolved("Road Runner 7B")).isEqualTo("null");
  }

  @Test
  void learned_neverStandsAboveTheSteps_norHoldsOnToWhatIsGone() {
    discoverer.learn("road runner 7b", "acme/Road-Runner-7B", false);
    assertThat(resolved("road runner 7b")).isEqualTo("acme/Road-Runner-7B");
    registry.register(ModelDefinition.builder("other/road-runner-7b").build());
    discoverer.learn("Road Runner 7B", "other/road-runner-7b", true);
    registry.remove("other/road-runner-7b", Precondition.none());
    assertThat(resolved("Road Runner 7B")).isEqualTo("acme/Road-Runner-7B");
  }

  @Test
  void learn_takesNamesOfModelsOnly() {
    assertThatThrownBy(() -> discoverer.learn("q", "acme/Road-Runner-8B", true))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
              assertThat(failure.didYouMean()).containsExactly("acme/Road-Runner-7B");
            });
    assertThatThrownBy(() -> discoverer.learn(" ", "acme/Road-Runner-7B", true))
        .hasMessageContaining("query");
    assertThatThrownBy(() -> discoverer.learn("q".repeat(401), "acme/Road-Runner-7B", true))
        .hasMessageContaining("1 to 400 characters");
  }

  @Test
  void matches_areCounted_idsAndRefusalsAreNot() {
    resolved("road runner 7b");
    resolved("road runner 7b");
    resolved("acme/Road-Runner-7B");
    resolved("no such thing");
    assertThat(discoverer.popularMatches(10))
        .containsExactly(
            new LearnedMatch("road runner 7b", "acme/Road-Runner-7B", 2, 0, 0, 0, clock.millis()));
    assertThat(discoverer.matchHistory("road runner 7b")).hasSize(1);
  }

  @Test
  void cache_withoutARequest_hasNoRate() {
    assertThat(cache("resolution")).containsEntry("hit_rate", null).containsEntry("hits", 0L);
  }

  @Test
  void cache_keepsNoLongQueries() {
    resolved("x".repeat(301));
    assertThat(cache("resolution")).containsEntry("misses", 0L);
  }
}
