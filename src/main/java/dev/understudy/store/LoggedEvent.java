package dev.understudy.store;

import dev.understudy.model.Revision;
import dev.understudy.registry.Event;
import java.time.Instant;

/**
 * An event with its place in the log. Immutable; safe on any thread.
 *
 * @param revision the write that it belongs to
 * @param at when that was made
 * @param cause why
 * @param event what happened
 */
public record LoggedEvent(Revision revision, Instant at, Cause cause, Event event) {

  /** Its number: {@code revision.index}. */
  public LogPosition position() {
    return new LogPosition(revision.number(), event.index());
  }
}
