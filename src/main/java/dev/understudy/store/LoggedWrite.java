package dev.understudy.store;

import dev.understudy.model.Revision;
import dev.understudy.registry.Event;
import java.time.Instant;
import java.util.List;

/**
 * What is told of one revision. Immutable; safe on any thread.
 *
 * @param revision its number
 * @param at when it was accepted
 * @param cause why it was made
 * @param events what happened, in order, with the numbers that they have in the change feed
 */
public record LoggedWrite(Revision revision, Instant at, Cause cause, List<Event> events) {

  /** Copies the list. */
  public LoggedWrite {
    events = List.copyOf(events);
  }
}
