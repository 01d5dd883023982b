package dev.understudy.worker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Answers by question and by the revision of the index that gave them, so that none outlives what
 * it says. Safe on any thread.
 *
 * @param <Q> the question, compared by its value
 * @param <A> the answer; immutable
 */
final class AnswerCache<Q, A> {

  private final Cache<Key<Q>, A> answers;

  /**
   * An empty cache.
   *
   * @param entries how many answers are kept
   */
  AnswerCache(int entries) {
    answers = Caffeine.newBuilder().maximumSize(entries).recordStats().build();
  }

  private record Key<Q>(Q question, long revision) {}

  /** The answer of an index of that revision, worked out once for all who ask. */
  A get(Q question, long revision, Supplier<A> answer) {
    return answers.get(new Key<>(question, revision), unknown -> answer.get());
  }

  /** What it has done, as {@code /v1/stats} shows it. */
  Map<String, Object> stats() {
    CacheStats stats = answers.stats();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("entries", answers.estimatedSize());
    shown.put("hits", stats.hitCount());
    shown.put("misses", stats.missCount());
    shown.put("hit_rate", stats.requestCount() == 0 ? null : stats.hitRate());
    return shown;
  }
}
