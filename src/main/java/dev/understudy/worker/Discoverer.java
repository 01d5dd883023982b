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
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names and searches in the registry as it is now. Its indexes are built anew when what
 * they depend on has moved; resolutions are cached by query, mode and names revision. Blocking
 * while an index is built; safe on any thread that may wait.
 */
public final class Discoverer {

  /** Longer queries are not worth keeping. */
  private static final int LONGEST_CACHED = 300;

  private final Supplier<RegistrySnapshot> snapshots;
  private final Cache<Key, Resolution> resolutions;
  private final Object lock = new Object();

  /** Written under the lock. */
  private volatile @Nullable Built<Resolver> resolver;

  /** Written under the lock. */
  private volatile @Nullable Built<ModelSearch> search;

  /**
   * A discoverer over a registry.
   *
   * @param snapshots the registry as it is now
   * @param cacheEntries how many resolutions are kept
   */
  public Discoverer(Supplier<RegistrySnapshot> snapshots, int cacheEntries) {
    this.snapshots = snapshots;
    this.resolutions = Caffeine.newBuilder().maximumSize(cacheEntries).recordStats().build();
  }

  private record Key(String query, ResolveMode mode, long namesRevision) {}

  private record Built<T>(String epoch, long revision, T index) {
    boolean isOf(RegistrySnapshot snapshot, long wanted) {
      return revision == wanted && epoch.equals(snapshot.epoch());
    }
  }

  /** How a name resolves. */
  public Resolution resolve(String query, ResolveMode mode) {
    RegistrySnapshot snapshot = snapshots.get();
    Resolver current = resolver(snapshot);
    if (query.length() > LONGEST_CACHED) {
      return current.resolve(query, mode);
    }
    Key key = new Key(query, mode, snapshot.namesRevision());
    Resolution kept = resolutions.getIfPresent(key);
    if (kept == null) {
      kept = current.resolve(query, mode);
      resolutions.put(key, kept);
    }
    return kept;
  }

  /** The models that fit the words, best first. */
  public List<SearchHit> search(String words, int limit) {
    RegistrySnapshot snapshot = snapshots.get();
    long revision = snapshot.revision().number();
    Built<ModelSearch> built = search;
    if (built == null || !built.isOf(snapshot, revision)) {
      synchronized (lock) {
        built = search;
        if (built == null || !built.isOf(snapshot, revision)) {
          built = new Built<>(snapshot.epoch(), revision, ModelSearch.of(models(snapshot)));
          search = built;
        }
      }
    }
    return built.index().search(words, limit);
  }

  private Resolver resolver(RegistrySnapshot snapshot) {
    long revision = snapshot.namesRevision();
    Built<Resolver> built = resolver;
    if (built == null || !built.isOf(snapshot, revision)) {
      synchronized (lock) {
        built = resolver;
        if (built == null || !built.isOf(snapshot, revision)) {
          built = new Built<>(snapshot.epoch(), revision, Resolver.of(models(snapshot)));
          resolver = built;
        }
      }
    }
    return built.index();
  }

  private static List<ModelDefinition> models(RegistrySnapshot snapshot) {
    List<ModelDefinition> models = new ArrayList<>(snapshot.count());
    for (ModelEntry entry : snapshot.entries()) {
      models.add(entry.model());
    }
    return models;
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
