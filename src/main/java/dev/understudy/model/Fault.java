package dev.understudy.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a definition: where, what was given, what was expected. Safe on any thread.
 *
 * @param path where, as {@code pricing.conditional[1].from}; empty for the whole
 * @param value what was found, shortened for printing; null when it is missing
 * @param expected what would have been right, as a phrase
 * @param code which kind of fault it is, in the words of OpenAI's API
 */
public record Fault(String path, @Nullable String value, String expected, ErrorCode code) {

  private static final int LONGEST_VALUE = 120;

  /** Cuts long values, so that a message never carries a whole body. */
  public Fault {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(expected, "expected");
    if (value != null && value.length() > LONGEST_VALUE) {
      value = value.substring(0, LONGEST_VALUE - 3) + "...";
    }
  }

  /** A fault of a value that is missing, or none of those that it can be. */
  public Fault(String path, @Nullable String value, String expected) {
    this(
        path,
        value,
        expected,
        value == null ? ErrorCode.MISSING_REQUIRED_PARAMETER : ErrorCode.INVALID_VALUE);
  }

  /** The fault of {@code value}, printed as it is. */
  public static Fault of(String path, @Nullable Object value, String expected) {
    return new Fault(path, value == null ? null : String.valueOf(value), expected);
  }

  /** As the other, of a kind that is known better; of none when the value is missing. */
  public static Fault of(String path, @Nullable Object value, String expected, ErrorCode code) {
    return value == null
        ? of(path, null, expected)
        : new Fault(path, String.valueOf(value), expected, code);
  }

  /**
   * The same fault seen from one level further out: {@code ttft_mean} becomes {@code a.ttft_mean}.
   */
  public Fault under(String prefix) {
    if (prefix.isEmpty()) {
      return this;
    }
    String joined = path.isEmpty() || path.startsWith("[") ? prefix + path : prefix + "." + path;
    return new Fault(joined, value, expected, code);
  }

  /** One line for people: {@code context_window: -3 (expected: a whole number from 1)}. */
  public String message() {
    String found = value == null ? "missing" : value;
    String place = path.isEmpty() ? "" : path + ": ";
    return place + found + " (expected: " + expected + ")";
  }
}
