package dev.understudy.store;

import dev.understudy.model.Revision;
import java.util.List;

/**
 * What happened after a point, in order. Immutable; safe on any thread.
 *
 * @param epoch the life of the registry that the revisions count in
 * @param revision the last one that shows
 * @param events a revision may go on in the next page
 * @param hasMore whether there are more after the last
 */
public record EventPage(
    String epoch, Revision revision, List<LoggedEvent> events, boolean hasMore) {

  /** Copies the list. */
  public EventPage {
    events = List.copyOf(events);
  }

  /** Where the next page starts. */
  public LogPosition next() {
    return hasMore
        ? events.get(events.size() - 1).position()
        : LogPosition.endOf(revision.number());
  }
}
