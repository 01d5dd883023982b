package dev.understudy.simulation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.understudy.model.Capacity;
import dev.understudy.model.LatencyProfile;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.PrefixCache;

/**
 * What requests to a model leave behind for those that follow: remembered beginnings of prompts and
 * a batch that is at work. One for the whole server, for the models used last. Safe on any thread.
 */
public final class ModelLoad {

  /** A remembered prompt may take some 5 MB a model at the default size. */
  private static final int MOST_PREFIX_CACHES = 64;

  private static final int MOST_ENGINES = 1_000;

  private final Cache<CacheKey, PromptPrefixes> prefixes =
      Caffeine.newBuilder().maximumSize(MOST_PREFIX_CACHES).executor(Runnable::run).build();
  private final Cache<EngineKey, StepScheduler> engines =
      Caffeine.newBuilder().maximumSize(MOST_ENGINES).executor(Runnable::run).build();

  /** A model whose settings change starts anew. */
  private record CacheKey(String model, PrefixCache settings) {}

  /** Time scales stretch an engine as a whole, so each has its own. */
  private record EngineKey(String model, LatencyProfile profile, double timeScale) {}

  /** The beginnings that a model remembers. */
  PromptPrefixes prefixes(ModelDefinition model, PrefixCache settings) {
    return prefixes.get(
        new CacheKey(model.id(), settings), key -> new PromptPrefixes(key.settings()));
  }

  /**
   * The engine that serves a model.
   *
   * @param timeScale above 0
   */
  StepScheduler engine(
      ModelDefinition model, LatencyProfile profile, Capacity capacity, double timeScale) {
    return engines.get(
        new EngineKey(model.id(), profile, timeScale),
        key -> StepScheduler.of(key.profile(), capacity, key.timeScale()));
  }
}
