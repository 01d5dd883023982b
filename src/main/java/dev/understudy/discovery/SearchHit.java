package dev.understudy.discovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that a search found.
 *
 * @param id the model
 * @param score 0 to 1: the share of the words that matched, and how, see {@link ModelSearch}; 1 for
 *     a model of which the query is a name
 * @param matched the words of the query that matched
 * @param missing the words that did not
 * @param corrected of the words that matched, those of which only a near word did, and that word
 * @param highlights where the words stand in the model
 */
public record SearchHit(
    String id,
    double score,
    List<String> matched,
    List<String> missing,
    Map<String, String> corrected,
    List<Highlight> highlights) {

  /** Copies lists and map, in their order. */
  public SearchHit {
    matched = List.copyOf(matched);
    missing = List.copyOf(missing);
    corrected =
        corrected.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(corrected));
    highlights = List.copyOf(highlights);
  }

  /** True when some of the words did not match. */
  public boolean partial() {
    return !missing.isEmpty();
  }
}
