package dev.understudy.store;

import dev.understudy.model.Revision;
import java.util.List;

/**
 * What changed after a point, in order. Immutable; safe on any thread.
 *
 * @param epoch the life of the registry that the revisions count in
 * @param revision the last one that shows
 * @param changes a revision may go on in the next page
 * @param hasMore whether there are more after the last
 */
public record ChangePage(String epoch, Revision revision, List<Version> changes, boolean hasMore) {

  /** Copies the list. */
  public ChangePage {
    changes = List.copyOf(changes);
  }
}
