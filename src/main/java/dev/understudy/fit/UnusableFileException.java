package dev.understudy.fit;

import java.io.Serial;

/**
 * A file of measurements that cannot be used. Its message says where, what was found and what was
 * expected. Carries no stack trace: it tells of bad input, not of a bug.
 */
public final class UnusableFileException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /** Refuses a file. */
  public UnusableFileException(String message) {
    super(message, null, false, false);
  }

  /** As {@code place: value (expected: expected)}. */
  static UnusableFileException at(String place, Object value, String expected) {
    return new UnusableFileException("%s: %s (expected: %s)".formatted(place, value, expected));
  }
}
