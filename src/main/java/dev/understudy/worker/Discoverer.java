package dev.understudy.worker;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.discovery.ModelSearch;
import dev.understudy.discovery.NameRules;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.Resolver;
import dev.understudy.discovery.SearchPage;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.discovery.Via;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.FineTunes;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Resolves names and searches in the registry as it is now. Its indexes are built anew when what
 * they depend on has moved; answers are cached by what was asked and the index's revision. Blocking
 * while an index is built; safe on any thread that may wait.
 */
public final class Discoverer {

  /** Longer queries are not worth keeping. */
  private static final int LONGEST_CACHED = 300;

  /** A page of a search is about as large as so many resolutions. */
  private static final int RESOLUTIONS_TO_A_PAGE = 10;

  /** Steps at which a name means what it says, so that there is nothing to learn. */
  private static final Set<Via> BY_NAME = EnumSet.of(Via.EXACT, Via.ALIAS, Via.FINE_TUNE);

  private final Supplier<RegistrySnapshot> snapshots;
  private final AnswerCache<Name, Resolution> resolutions;
  private final AnswerCache<SearchQuery, SearchPage> pages;
  private final SnapshotIndex<Resolver> resolver;
  private final SnapshotIndex<ModelSearch> search;
  private final ModelMatcher matcher;
  private final Clock clock;

  /**
   * A discoverer over a registry.
   *
   * @param snapshots the registry as it is now
   * @param cacheEntries how many resolutions are kept, and a tenth as many pages of searches
   * @param background makes indexes anew, which takes seconds where there are very many models
   * @param matcher counts what names resolved to, and settles ties
   * @param clock by which what it has learned fades
   */
  public Discoverer(
      Supplier<RegistrySnapshot> snapshots,
      int cacheEntries,
      Executor background,
      ModelMatcher matcher,
      Clock clock) {
    this(snapshots, cacheEntries, background, matcher, clock, NameRules.standard());
  }

  /** As the other, with rules for names other than the standard ones. */
  public Discoverer(
      Supplier<RegistrySnapshot> snapshots,
      int cacheEntries,
      Executor background,
      ModelMatcher matcher,
      Clock clock,
      NameRules rules) {
    this.matcher = matcher;
    this.clock = clock;
    this.snapshots = snapshots;
    resolutions = new AnswerCache<>(cacheEntries);
    pages = new AnswerCache<>(cacheEntries / RESOLUTIONS_TO_A_PAGE);
    resolver =
        new SnapshotIndex<>(
            snapshots,
            RegistrySnapshot::namesRevision,
            models -> Resolver.of(models, rules),
            background);
    search =
        new SnapshotIndex<>(snapshots, s -> s.revision().number(), ModelSearch::of, background);
  }

  private record Name(String query, ResolveMode mode) {}

  /** How a name resolves; what it is taken to mean, where it is no id or alias, is counted. */
  public Resolution resolve(String query, ResolveMode mode) {
    SnapshotIndex.Built<Resolver> built = resolver.current();
    Resolution resolution = settled(built.index(), kept(built, query, mode), mode);
    String id = resolution.resolved();
    if (id != null && !BY_NAME.contains(Objects.requireNonNull(resolution.via()))) {
      matcher.recordMatch(query, id, clock.millis());
    }
    return resolution;
  }

  private Resolution kept(SnapshotIndex.Built<Resolver> built, String query, ResolveMode mode) {
    if (query.length() > LONGEST_CACHED) {
      return resolve(built, query, mode);
    }
    return resolutions.get(
        new Name(query, mode), built.revision(), () -> resolve(built, query, mode));
  }

  /** Ties are settled anew each time, as what was learned moves by itself: it fades. */
  private Resolution settled(Resolver index, Resolution resolution, ResolveMode mode) {
    String usual =
        resolution.ambiguous() && mode == ResolveMode.FUZZY
            ? matcher.preferred(resolution.query(), resolution.didYouMean(), clock.millis())
            : null;
    return usual == null ? resolution : index.settle(resolution, usual);
  }

  /**
   * Notes that a name was rightly, or wrongly, taken to mean a model.
   *
   * @param query not blank, at most {@link ModelMatcher#MAX_QUERY_LENGTH} characters
   * @param model an id or alias
   * @return what is known of the two from now on
   */
  public LearnedMatch learn(String query, String model, boolean right) {
    if (query.isBlank() || query.length() > ModelMatcher.MAX_QUERY_LENGTH) {
      throw UnderstudyException.invalid(
          "query", query, "1 to " + ModelMatcher.MAX_QUERY_LENGTH + " characters, not all blank");
    }
    ModelEntry entry = snapshots.get().find(model);
    if (entry == null) {
      throw new UnderstudyException(
          ErrorCode.MODEL_NOT_FOUND,
          "model: %s (expected: an id or alias)".formatted(model),
          "model",
          kept(resolver.current(), model, ResolveMode.ALIAS).didYouMean());
    }
    long now = clock.millis();
    return right
        ? matcher.recordSuccess(query, entry.id(), now)
        : matcher.recordFailure(query, entry.id(), now);
  }

  /** The names and models that were most often matched. */
  public List<LearnedMatch> popularMatches(int limit) {
    return matcher.popularMatches(limit);
  }

  /** What a name was taken to mean so far. */
  public List<LearnedMatch> matchHistory(String query) {
    return matcher.history(query);
  }

  /** A tuned model's id counts as an alias of sorts: before spelling, and not when strict. */
  private static Resolution resolve(
      SnapshotIndex.Built<Resolver> built, String query, ResolveMode mode) {
    if (mode != ResolveMode.STRICT && built.snapshot().find(query) == null) {
      ModelDefinition tuned = FineTunes.find(built.snapshot(), query);
      if (tuned != null) {
        String base = Objects.requireNonNull(tuned.parent(), "every tuned model has a parent");
        return Resolution.fineTune(query, built.index().resolve(base, ResolveMode.ALIAS));
      }
    }
    return built.index().explain(built.index().resolve(query, mode));
  }

  /** A page of the models that fit the words, best first. */
  public SearchPage search(SearchQuery query) {
    SnapshotIndex.Built<ModelSearch> built = search.current();
    return query.text().length() > LONGEST_CACHED
        ? built.index().search(query)
        : pages.get(query, built.revision(), () -> built.index().search(query));
  }

  /** What the caches have done, as {@code /v1/stats} shows it. */
  public Map<String, Object> cacheStats() {
    return Map.of("resolution", resolutions.stats(), "search", pages.stats());
  }
}
