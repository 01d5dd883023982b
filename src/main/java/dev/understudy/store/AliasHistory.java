package dev.understudy.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an alias meant, the latest first. Immutable; safe on any thread.
 *
 * @param until until when the first of the moves held; null for still
 * @param moves each holds until the one before it in this list
 * @param hasMore whether there are earlier ones
 */
public record AliasHistory(@Nullable Instant until, List<AliasMove> moves, boolean hasMore) {

  /** Copies the list. */
  public AliasHistory {
    moves = List.copyOf(moves);
  }
}
