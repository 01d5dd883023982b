package dev.understudy.discovery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what names were taken to mean, and whether that was right. What was said to be right
 * settles ties between models that are equally right, and nothing else; being matched alone settles
 * nothing, or a guess would confirm itself. Old habits fade: what was said counts half after each
 * {@link #HALF_LIFE}. Safe on any thread. Holds the queries used last, up to a bound, and the
 * models used last of each.
 */
public final class ModelMatcher {

  /** After this time a success or failure weighs half. */
  public static final Duration HALF_LIFE = Duration.ofDays(30);

  /** The most models remembered of one query. */
  public static final int MAX_MODELS_PER_QUERY = 16;

  /** Longer queries are not remembered, in characters. */
  public static final int MAX_QUERY_LENGTH = 400;

  /**
   * By how much a model must lead, so that one success holds for a half-life and then must renew.
   */
  private static final double LEAST_LEAD = 0.5;

  private static final Comparator<LearnedMatch> MOST_POPULAR =
      Comparator.comparingLong(LearnedMatch::matches)
          .thenComparingLong(LearnedMatch::successes)
          .thenComparingLong(LearnedMatch::lastUsedMillis)
          .reversed()
          .thenComparing(LearnedMatch::query)
          .thenComparing(LearnedMatch::model);

  /** Guarded by this. */
  private final Map<String, Map<String, LearnedMatch>> byQuery;

  /** Guarded by this. */
  private long changes;

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

  /** Notes that a name was taken to mean a model. */
  public synchronized void recordMatch(String query, String model, long nowMillis) {
    note(latest(query, model, nowMillis).matched(nowMillis));
  }

  /** Notes that a name was rightly taken to mean a model. */
  public LearnedMatch recordSuccess(String query, String model, long nowMillis) {
    return record(query, model, true, nowMillis);
  }

  /** Notes that a name was wrongly taken to mean a model. */
  public LearnedMatch recordFailure(String query, String model, long nowMillis) {
    return record(query, model, false, nowMillis);
  }

  private synchronized LearnedMatch record(
      String query, String model, boolean right, long nowMillis) {
    LearnedMatch judged = latest(query, model, nowMillis).judged(right, nowMillis);
    note(judged);
    return judged;
  }

  private LearnedMatch latest(String query, String model, long nowMillis) {
    LearnedMatch known = byQuery.getOrDefault(query, Map.of()).get(model);
    return known == null ? LearnedMatch.unused(query, model, nowMillis) : known;
  }

  private void note(LearnedMatch match) {
    if (match.query().length() <= MAX_QUERY_LENGTH) {
      byQuery
          .computeIfAbsent(match.query(), query -> lastUsed(MAX_MODELS_PER_QUERY))
          .put(match.model(), match);
      changes++;
    }
  }

  /** What a name was taken to mean, the most often so first. */
  public synchronized List<LearnedMatch> history(String query) {
    return byQuery.getOrDefault(query, Map.of()).values().stream().sorted(MOST_POPULAR).toList();
  }

  /** The names and models that were most often matched, then those most often right. */
  public List<LearnedMatch> popularMatches(int limit) {
    return all().stream()
        .filter(match -> match.matches() + match.successes() > 0)
        .sorted(MOST_POPULAR)
        .limit(Math.max(0, limit))
        .toList();
  }

  /** All that is remembered, the query used least recently first. */
  public synchronized List<LearnedMatch> all() {
    List<LearnedMatch> all = new ArrayList<>();
    byQuery.values().forEach(models -> all.addAll(models.values()));
    return all;
  }

  /** Takes in what {@link #all} gave, in its order; what is remembered by the same names goes. */
  public synchronized void restore(Collection<LearnedMatch> matches) {
    matches.forEach(this::note);
  }

  /** A number that moves with every record. */
  public synchronized long changes() {
    return changes;
  }

  /**
   * Which of several equally right models a name usually means: the one whose strength leads that
   * of each of the others, and nothing at all, by at least half a success.
   *
   * @return null when none leads
   */
  public @Nullable String preferred(String query, Collection<String> equals, long nowMillis) {
    String best = null;
    double most = 0;
    double next = 0;
    for (LearnedMatch match : history(query)) {
      double strength = match.strengthAt(nowMillis);
      if (equals.contains(match.model()) && strength > next) {
        next = Math.min(most, strength);
        best = strength > most ? match.model() : best;
        most = Math.max(most, strength);
      }
    }
    return most - next >= LEAST_LEAD ? best : null;
  }

  /**
   * The candidate that a name means, a tie settled by what it usually means; null if refused. What
   * it finds is recorded as a match.
   */
  public @Nullable String match(String query, Collection<String> candidates, long nowMillis) {
    Resolution resolution = Discovery.resolve(query, candidates);
    String found =
        resolution.ambiguous()
            ? preferred(query, resolution.didYouMean(), nowMillis)
            : resolution.resolved();
    if (found != null) {
      recordMatch(query, found, nowMillis);
    }
    return found;
  }
}
