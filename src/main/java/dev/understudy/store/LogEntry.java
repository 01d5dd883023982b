package dev.understudy.store;

import dev.understudy.registry.Accepted;
import dev.understudy.registry.RegistryWrite;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One revision, to be kept. Safe on any thread; what is told of it is worked out once, by who asks
 * first: where it is encoded, not on the event loop that made it.
 */
public final class LogEntry {

  private final Instant at;
  private final Cause cause;
  private final Accepted accepted;
  private volatile @Nullable LoggedWrite told;

  /**
   * A revision.
   *
   * @param at when it was accepted; entries of a log that are out of order are kept as if made at
   *     once after the one before
   * @param cause why it was made
   * @param accepted what it did
   */
  public LogEntry(Instant at, Cause cause, Accepted accepted) {
    this.at = at;
    this.cause = cause;
    this.accepted = accepted;
  }

  /** What it did. */
  public Accepted accepted() {
    return accepted;
  }

  /** What is told of it. */
  public LoggedWrite told() {
    LoggedWrite known = told;
    if (known == null) {
      RegistryWrite write = accepted.write();
      known = new LoggedWrite(write.revision(), at, cause, write.events());
      told = known;
    }
    return known;
  }

  /** Its number. */
  public long revision() {
    return accepted.write().revision().number();
  }
}
