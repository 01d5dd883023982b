package dev.understudy.schema;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Texts in the formats that JSON Schema names. */
final class Formats {

  private static final LocalDate FIRST_DAY = LocalDate.of(2024, 1, 1);
  private static final int DAYS = 1096;
  private static final int SECONDS_A_DAY = 86_400;

  private static final Map<String, Function<RandomGenerator, String>> SOURCES =
      Map.ofEntries(
          Map.entry("date", random -> day(random).toString()),
          Map.entry("time", random -> time(random) + "Z"),
          Map.entry("date-time", random -> day(random) + "T" + time(random) + "Z"),
          Map.entry(
              "duration", random -> Duration.ofMinutes(5L * (1 + below(random, 60))).toString()),
          Map.entry("email", random -> word(random) + "@example.com"),
          Map.entry("idn-email", random -> word(random) + "@example.com"),
          Map.entry("hostname", random -> word(random) + ".example.com"),
          Map.entry("idn-hostname", random -> word(random) + ".example.com"),
          Map.entry("ipv4", random -> "192.0.2." + (1 + below(random, 254))),
          Map.entry(
              "ipv6", random -> "2001:db8::" + Integer.toHexString(1 + below(random, 65_535))),
          Map.entry("uri", Formats::uri),
          Map.entry("uri-reference", Formats::uri),
          Map.entry("iri", Formats::uri),
          Map.entry("iri-reference", Formats::uri),
          Map.entry("uri-template", random -> uri(random) + "/{id}"),
          Map.entry("uuid", Formats::uuid),
          Map.entry("json-pointer", random -> "/" + word(random)),
          Map.entry("relative-json-pointer", random -> "0/" + word(random)),
          Map.entry("regex", random -> word(random) + ".*"));

  private static final String[] WORDS = {
    "ada", "ben", "clara", "harbor", "garden", "river", "station", "market", "bridge", "notes"
  };

  private Formats() {}

  /** Whether texts of that format can be drawn. */
  static boolean knows(String format) {
    return SOURCES.containsKey(format);
  }

  static String draw(RandomGenerator random, String format) {
    Function<RandomGenerator, String> source = SOURCES.get(format);
    if (source == null) {
      throw new IllegalArgumentException(format + " (expected: a known format)");
    }
    return source.apply(random);
  }

  /** A short word. */
  static String word(RandomGenerator random) {
    return WORDS[below(random, WORDS.length)];
  }

  private static int below(RandomGenerator random, int bound) {
    return (int) (random.nextDouble() * bound);
  }

  private static LocalDate day(RandomGenerator random) {
    return FIRST_DAY.plusDays(below(random, DAYS));
  }

  private static String time(RandomGenerator random) {
    LocalTime time = LocalTime.ofSecondOfDay(below(random, SECONDS_A_DAY));
    return Instant.EPOCH.plusSeconds(time.toSecondOfDay()).toString().substring(11, 19);
  }

  private static String uri(RandomGenerator random) {
    return "https://example.com/" + word(random);
  }

  /** Version 4, variant 2 of RFC 9562. */
  private static String uuid(RandomGenerator random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low).toString();
  }
}
