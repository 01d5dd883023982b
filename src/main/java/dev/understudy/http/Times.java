package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Moments as clients write them. */
final class Times {

  /** For messages. */
  static final String EXPECTED =
      "a time as 2026-01-31T12:00:00Z, a day as 2026-01-31, or unix seconds";

  private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  private Times() {}

  /**
   * The moment that a field means, unix seconds also as a number; null when it is absent or at
   * fault.
   */
  static @Nullable Instant read(Fields fields, String name) {
    JsonNode value = fields.get(name);
    if (value == null) {
      return null;
    }
    boolean timely = value.isTextual() || value.isIntegralNumber();
    Instant time = timely ? parse(value.asText()) : null;
    fields.faults().require(time != null, name, value, EXPECTED);
    return time;
  }

  /** The moment that a text means, of a day its beginning in UTC; null when it is none. */
  static @Nullable Instant parse(String text) {
    try {
      if (SECONDS.matcher(text).matches()) {
        return Instant.ofEpochSecond(Long.parseLong(text));
      }
      return DAY.matcher(text).matches()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
