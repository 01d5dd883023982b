package dev.understudy.discovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of what a search found.
 *
 * @param hits best first
 * @param total how many models were found, on all pages
 * @param nextCursor what {@link SearchQuery#after} says for the next page; null on the last
 * @param facets which values those models have, by the name of a filter: owned_by, provider,
 *     family, capability, status, origin
 */
public record SearchPage(
    List<SearchHit> hits,
    int total,
    @Nullable String nextCursor,
    Map<String, List<ValueCount>> facets) {

  /** The most values of a facet. */
  public static final int MOST_VALUES = 20;

  /** Copies lists and map, in their order. */
  public SearchPage {
    hits = List.copyOf(hits);
    Map<String, List<ValueCount>> copy = new LinkedHashMap<>();
    facets.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    facets = Collections.unmodifiableMap(copy);
  }

  /**
   * How many models have a value; a facet has the {@value #MOST_VALUES} most frequent, most first.
   *
   * @param value as the filter takes it
   * @param count how many of all models that were found, on all pages
   */
  public record ValueCount(String value, int count) {}
}
