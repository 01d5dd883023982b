package dev.understudy.store;

import dev.understudy.registry.Accepted;
import java.time.Instant;

/**
 * One revision, to be kept. Immutable; safe on any thread.
 *
 * @param told what is told of it; entries of a log that are out of order are kept as if made at
 *     once after the one before
 * @param accepted what it did
 */
public record LogEntry(LoggedWrite told, Accepted accepted) {

  /**
   * Works out what is told.
   *
   * @param at when it was accepted
   * @param cause why it was made
   */
  public LogEntry(Instant at, Cause cause, Accepted accepted) {
    this(
        new LoggedWrite(accepted.write().revision(), at, cause, accepted.write().events()),
        accepted);
  }

  /** Its number. */
  public long revision() {
    return told.revision().number();
  }
}
