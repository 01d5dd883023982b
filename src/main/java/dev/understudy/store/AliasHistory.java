package dev.understudy.store;

import java.util.List;

/**
 * What an alias meant, the latest first. Immutable; safe on any thread.
 *
 * @param moves each holds until the one before it in this list
 * @param hasMore whether there are earlier ones
 */
public record AliasHistory(List<AliasMove> moves, boolean hasMore) {

  /** Copies the list. */
  public AliasHistory {
    moves = List.copyOf(moves);
  }
}
