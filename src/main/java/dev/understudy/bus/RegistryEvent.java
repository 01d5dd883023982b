package dev.understudy.bus;

import dev.understudy.model.Revision;
import dev.understudy.registry.Event;
import dev.understudy.store.Cause;
import dev.understudy.store.LoggedEvent;
import java.time.Instant;
import java.util.List;

/**
 * One accepted write, published on {@link Addresses#EVENTS}. Immutable; safe on any thread.
 *
 * @param epoch the life of the registry that the revision belongs to
 * @param revision its number; each is one above the last
 * @param at when it was made
 * @param cause why
 * @param events what happened, in order, with the numbers that they have in the change feed
 */
public record RegistryEvent(
    String epoch, Revision revision, Instant at, Cause cause, List<Event> events) {

  /** Copies the list. */
  public RegistryEvent {
    events = List.copyOf(events);
  }

  /** The same, each with its place in the log. */
  public List<LoggedEvent> logged() {
    return events.stream().map(event -> new LoggedEvent(revision, at, cause, event)).toList();
  }
}
