package dev.understudy.worker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import dev.understudy.discovery.ModelSearch;
import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.Resolver;
import dev.understudy.discovery.SearchHit;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.FineTunes;
import dev.understudy.registry.RegistrySnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Resolves names and searches in the registry as it is now. Its indexes are built anew when what
 * they depend on has moved; resolutions are cached by query, mode and names revision. Blocking
 * while an index is built; safe on any thread that may wait.
 */
public final class Discoverer {

  /** Longer queries are not worth keeping. */
  private static final int LONGEST_CACHED = 300;

  private final Cache<Key, Resolution> resolutions;
  private final SnapshotIndex<Resolver> resolver;
  private final SnapshotIndex<ModelSearch> search;

  /**
   * A discoverer over a registry.
   *
   * @param snapshots the registry as it is now
   * @param cacheEntries how many resolutions are kept
   * @param background makes indexes anew, which takes seconds where there are very many models
   */
  public Discoverer(Supplier<RegistrySnapshot> snapshots, int cacheEntries, Executor background) {
    resolutions = Caffeine.newBuilder().maximumSize(cacheEntries).recordStats().build();
    resolver =
        new SnapshotIndex<>(snapshots, RegistrySnapshot::namesRevision, Resolver::of, background);
    search =
        new SnapshotIndex<>(snapshots, s -> s.revision().number(), ModelSearch::of, background);
  }

  private record Key(String query, ResolveMode mode, long namesRevision) {}

  /** How a name resolves. */
  public Resolution resolve(String query, ResolveMode mode) {
    SnapshotIndex.Built<Resolver> built = resolver.current();
    if (query.length() > LONGEST_CACHED) {
      return resolve(built, query, mode);
    }
    Key key = new Key(query, mode, built.revision());
    return resolutions.get(key, unknown -> resolve(built, query, mode));
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
    return built.index().resolve(query, mode);
  }

  /**
   * The models that fit the words, best first.
   *
   * @param limit the most hits, from 1
   */
  public List<SearchHit> search(String words, int limit) {
    return search.current().index().search(words, limit);
  }

  /** What the cache of resolutions has done, as {@code /v1/stats} shows it. */
  public Map<String, Object> cacheStats() {
    CacheStats stats = resolutions.stats();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("entries", resolutions.estimatedSize());
    shown.put("hits", stats.hitCount());
    shown.put("misses", stats.missCount());
    shown.put("hit_rate", stats.requestCount() == 0 ? null : stats.hitRate());
    return shown;
  }
}
