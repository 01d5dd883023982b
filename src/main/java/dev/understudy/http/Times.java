package dev.understudy.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as clients write them. */
final class Times {

  static final String EXPECTED = "a time as 2026-01-31T12:00:00Z, or a day as 2026-01-31";

  private static final int DAY_LENGTH = 10;

  private Times() {}

  /** A time, or the start of a day in UTC; null when it is neither. */
  static @Nullable Instant parse(String text) {
    try {
      return text.length() == DAY_LENGTH
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException neither) {
      return null;
    }
  }
}
