package dev.understudy.bus;

import dev.understudy.discovery.SearchHit;
import java.util.List;

/**
 * What a search found.
 *
 * @param hits best first
 */
public record SearchPage(List<SearchHit> hits) {

  /** Copies the list. */
  public SearchPage {
    hits = List.copyOf(hits);
  }
}
