package dev.understudy.store;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;

/** What is wrong with a store, as clients are told. */
final class StoreFailure {

  /** What the reason begins with where the store can be read, but not as it was written. */
  static final String DAMAGED = "damaged: ";

  private StoreFailure() {}

  /** Whether a failure means that something of the store is lost, not only out of reach. */
  static boolean isDamage(Throwable failure) {
    return String.valueOf(failure.getMessage()).contains(": " + DAMAGED);
  }

  static UnderstudyException notLeading(String database) {
    return of(database + ": another server leads those of this log (expected: this one, for this)");
  }

  static UnderstudyException of(String message) {
    return new UnderstudyException(ErrorCode.STORE_UNAVAILABLE, message, null);
  }
}
