package dev.understudy.store;

import java.util.List;

/**
 * What others have written since. Immutable; safe on any thread.
 *
 * @param writes in order
 * @param hasMore whether there may be more than was read at once
 */
public record OthersPage(List<OthersWrite> writes, boolean hasMore) {

  /** Copies the list. */
  public OthersPage {
    writes = List.copyOf(writes);
  }
}
