package dev.understudy.feed;

import dev.understudy.store.LogPosition;
import java.util.List;

/**
 * What happened after a point, in order. Immutable; safe on any thread.
 *
 * @param events some of it, from the first on
 * @param next where the next page starts
 * @param hasMore whether there was more then
 */
public record FeedPage(List<FeedEvent> events, LogPosition next, boolean hasMore) {

  /** Copies the list. */
  public FeedPage {
    events = List.copyOf(events);
  }
}
