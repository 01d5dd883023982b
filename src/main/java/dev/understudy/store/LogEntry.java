package dev.understudy.store;

import dev.understudy.registry.Accepted;
import java.time.Instant;

/**
 * One revision, to be kept. Immutable; safe on any thread.
 *
 * @param at when it was accepted; entries of a log that are out of order are kept as if made at
 *     once after the one before
 * @param cause why it was made
 * @param accepted what it did
 */
public record LogEntry(Instant at, Cause cause, Accepted accepted) {

  /** Its number. */
  public long revision() {
    return accepted.write().revision().number();
  }
}
