package dev.understudy.store;

import dev.understudy.model.Revision;
import java.util.List;

/**
 * Some versions, the latest first. Immutable; safe on any thread.
 *
 * @param versions in their order
 * @param hasMore whether there are more after the last
 * @param keptFrom from which revision on all are kept; of those up to it only the last
 */
public record VersionPage(List<Version> versions, boolean hasMore, Revision keptFrom) {

  /** Copies the list. */
  public VersionPage {
    versions = List.copyOf(versions);
  }

  /** Of one more than was asked for, if there are as many. */
  static VersionPage of(List<Version> found, int limit, Revision keptFrom) {
    boolean hasMore = found.size() > limit;
    return new VersionPage(hasMore ? found.subList(0, limit) : found, hasMore, keptFrom);
  }
}
