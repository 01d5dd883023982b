package dev.understudy.store;

import java.util.List;

/**
 * Some versions, in an order that whoever asked knows. Immutable; safe on any thread.
 *
 * @param versions in their order
 * @param hasMore whether there are more after the last
 */
public record VersionPage(List<Version> versions, boolean hasMore) {

  /** Copies the list. */
  public VersionPage {
    versions = List.copyOf(versions);
  }

  /** Of one more than was asked for, if there are as many. */
  static VersionPage of(List<Version> found, int limit) {
    boolean hasMore = found.size() > limit;
    return new VersionPage(hasMore ? found.subList(0, limit) : found, hasMore);
  }
}
