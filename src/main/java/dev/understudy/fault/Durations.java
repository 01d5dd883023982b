package dev.understudy.fault;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations with their units, as people write them. */
public final class Durations {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|m|h)");
  private static final Map<String, Double> NANOS =
      Map.of("us", 1e3, "ms", 1e6, "s", 1e9, "m", 60e9, "h", 3600e9);
  private static final double LONGEST_NANOS = TimeUnit.DAYS.toNanos(365);

  private Durations() {}

  /** Reads {@code 250us}, {@code 200ms}, {@code 0.5s}, {@code 3m} or {@code 2h}; -1 otherwise. */
  public static long nanos(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    double nanos = Double.parseDouble(matcher.group(1)) * NANOS.getOrDefault(matcher.group(2), 1.0);
    return nanos > LONGEST_NANOS ? -1 : Math.round(nanos);
  }

  /** Writes one in the largest of s, ms and us in which it is whole, or else in us. */
  static String text(long nanos) {
    if (nanos % 1_000_000_000 == 0) {
      return nanos / 1_000_000_000 + "s";
    }
    return nanos % 1_000_000 == 0 ? nanos / 1_000_000 + "ms" : nanos / 1_000 + "us";
  }
}
