package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what names were taken to mean, and whether that was right. The counts settle ties between
 * models that are equally right, and nothing else. Safe on any thread. Holds the queries used last,
 * up to a bound, and the models used last of each.
 */
public final class ModelMatcher {

  /** The most models remembered of one query. */
  public static final int MAX_MODELS_PER_QUERY = 16;

  private static final int MAX_QUERY_LENGTH = 400;

  private static final Comparator<Learned> MOST_POPULAR =
      Comparator.comparingLong(Learned::successes)
          .thenComparingLong(Learned::lastUsedMillis)
          .reversed()
          .thenComparing(Learned::query)
          .thenComparing(Learned::modelId);

  /**
   * How often a name was taken to mean a model.
   *
   * @param query the name
   * @param modelId the model
   * @param successes how often that was right
   * @param failures how often it was wrong
   * @param lastUsedMillis when it last happened, unix milliseconds
   */
  public record Learned(
      String query, String modelId, long successes, long failures, long lastUsedMillis) {

    private Learned plus(boolean success, long nowMillis) {
      return new Learned(
          query,
          modelId,
          successes + (success ? 1 : 0),
          failures + (success ? 0 : 1),
          Math.max(lastUsedMillis, nowMillis));
    }
  }

  private final Map<String, Map<String, Learned>> byQuery;

  /**
   * An empty one.
   *
   * @param maxQueries the most queries remembered, from 1; the one used least recently goes first
   */
  public ModelMatcher(int maxQueries) {
    this.byQuery = lastUsed(maxQueries);
  }

  private static <V> Map<String, V> lastUsed(int max) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > max;
      }
    };
  }

  /** Notes that a name was rightly taken to mean a model. */
  public void recordSuccess(String query, String modelId, long nowMillis) {
    record(query, modelId, true, nowMillis);
  }

  /** Notes that a name was wrongly taken to mean a model. */
  public void recordFailure(String query, String modelId, long nowMillis) {
    record(query, modelId, false, nowMillis);
  }

  private synchronized void record(String query, String modelId, boolean success, long nowMillis) {
    if (query.length() > MAX_QUERY_LENGTH) {
      return;
    }
    byQuery
        .computeIfAbsent(query, q -> lastUsed(MAX_MODELS_PER_QUERY))
        .compute(
            modelId,
            (id, learned) ->
                (learned == null ? new Learned(query, id, 0, 0, nowMillis) : learned)
                    .plus(success, nowMillis));
  }

  /** What a name was taken to mean, the most often right first. */
  public synchronized List<Learned> history(String query) {
    return byQuery.containsKey(query)
        ? byQuery.getOrDefault(query, Map.of()).values().stream().sorted(MOST_POPULAR).toList()
        : List.of();
  }

  /** The names and models that were most often right. */
  public synchronized List<Learned> popularMatches(int limit) {
    List<Learned> all = new ArrayList<>();
    byQuery.values().forEach(models -> all.addAll(models.values()));
    return all.stream()
        .filter(learned -> learned.successes() > 0)
        .sorted(MOST_POPULAR)
        .limit(Math.max(0, limit))
        .toList();
  }

  /**
   * Which of several equally right models a name usually means: the one that was right more often,
   * failures taken off, than each of the others.
   *
   * @return null when none leads
   */
  public @Nullable String preferred(String query, Collection<String> equals) {
    String best = null;
    long most = 0;
    for (Learned learned : history(query)) {
      long score = learned.successes() - learned.failures();
      if (equals.contains(learned.modelId()) && score >= most) {
        best = score > most ? learned.modelId() : null;
        most = score;
      }
    }
    return best;
  }

  /** The candidate that a name means, a tie settled by what it usually means; null if refused. */
  public @Nullable String match(String query, Collection<String> candidates) {
    Resolution resolution = Discovery.resolve(query, candidates);
    return resolution.ambiguous()
        ? preferred(query, resolution.didYouMean())
        : resolution.resolved();
  }
}
