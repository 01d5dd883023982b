package dev.understudy.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list. Safe on any thread.
 *
 * @param entries the models, in the order asked for
 * @param hasMore true when others follow
 * @param total how many models match, on all pages
 * @param nextCursor what to give as {@code after} for the next page; null when nothing follows
 */
public record Page(
    List<ModelEntry> entries, boolean hasMore, int total, @Nullable String nextCursor) {

  /** The id of the first entry, or null when there is none. */
  public @Nullable String firstId() {
    return entries.isEmpty() ? null : entries.get(0).id();
  }

  /** The id of the last entry, or null when there is none. */
  public @Nullable String lastId() {
    return entries.isEmpty() ? null : entries.get(entries.size() - 1).id();
  }
}
