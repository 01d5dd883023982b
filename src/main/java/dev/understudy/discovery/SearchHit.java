package dev.understudy.discovery;

import java.util.List;

/**
 * A model that a search found.
 *
 * @param id the model
 * @param score 0 to 1: the share of the words that matched, whether the query is a name of the
 *     model or the beginning of one, and how many words matched whole
 * @param matched the words of the query that matched
 * @param missing the words that did not
 */
public record SearchHit(String id, double score, List<String> matched, List<String> missing) {

  /** Copies the lists. */
  public SearchHit {
    matched = List.copyOf(matched);
    missing = List.copyOf(missing);
  }

  /** True when some of the words did not match. */
  public boolean partial() {
    return !missing.isEmpty();
  }
}
