package dev.understudy.simulation;

import dev.understudy.model.UnderstudyException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Timing that one request asks for instead of its model's. Immutable.
 *
 * @param ttftSeconds the time to first token, 0 to 3600; null leaves the model's
 * @param itlSeconds the time between two tokens, 0 to 3600; null leaves the model's
 * @param timeScale the factor on every duration, 0 (at once) to 1000; null leaves the server's
 */
public record LatencyOverride(
    @Nullable Double ttftSeconds, @Nullable Double itlSeconds, @Nullable Double timeScale) {

  /** The request header that carries one. */
  public static final String HEADER = "understudy-latency";

  /** Nothing overridden. */
  public static final LatencyOverride NONE = new LatencyOverride(null, null, null);

  /** The longest time that may be asked for. */
  public static final int LONGEST_SECONDS = 3600;

  /** The largest factor that may be asked for. */
  public static final int LARGEST_SCALE = 1000;

  private static final String SHAPE = "ttft, itl and scale, as in ttft=200ms;itl=10ms;scale=0.5";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");
  private static final Map<String, Double> SECONDS = Map.of("us", 1e-6, "ms", 1e-3, "s", 1.0);

  /** Refuses what is out of range. */
  public LatencyOverride {
    check("simulation.ttft", ttftSeconds, LONGEST_SECONDS, "seconds from 0 to 3600");
    check("simulation.itl", itlSeconds, LONGEST_SECONDS, "seconds from 0 to 3600");
    check("simulation.time_scale", timeScale, LARGEST_SCALE, "a factor from 0 to 1000");
  }

  private static void check(String param, @Nullable Double value, double most, String expected) {
    if (value != null && !(value >= 0 && value <= most)) {
      throw UnderstudyException.invalid(param, value, expected);
    }
  }

  /**
   * Reads the header: any of {@code ttft=200ms;itl=10ms;scale=0.5}, durations in s, ms or us.
   *
   * @throws UnderstudyException INVALID_REQUEST, saying what was expected
   */
  public static LatencyOverride parse(String header) {
    Double ttft = null;
    Double itl = null;
    Double scale = null;
    Set<String> seen = new HashSet<>();
    for (String part : header.split(";", -1)) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? "" : part.substring(0, equals).strip();
      String value = part.substring(equals + 1).strip();
      if (!seen.add(key)) {
        throw UnderstudyException.invalid(HEADER, header, SHAPE + ", each once");
      }
      switch (key) {
        case "ttft" -> ttft = seconds(HEADER + ": ttft", value);
        case "itl" -> itl = seconds(HEADER + ": itl", value);
        case "scale" -> scale = scale(HEADER + ": scale", value);
        default -> throw UnderstudyException.invalid(HEADER, header, SHAPE);
      }
    }
    return new LatencyOverride(ttft, itl, scale);
  }

  /**
   * Reads a duration with its unit: {@code 200ms}, {@code 0.5s}, {@code 250us}.
   *
   * @param param what is read, for the message
   */
  public static double seconds(String param, String text) {
    Matcher matcher = DURATION.matcher(text);
    double seconds = -1;
    if (matcher.matches()) {
      seconds = Double.parseDouble(matcher.group(1)) * SECONDS.getOrDefault(matcher.group(2), 1.0);
    }
    if (seconds < 0 || seconds > LONGEST_SECONDS) {
      throw UnderstudyException.invalid(
          param, text, "a duration with its unit up to 3600s, as 200ms, 0.5s or 250us");
    }
    return seconds;
  }

  /**
   * Reads a time scale, as {@code 0.5}.
   *
   * @param param what is read, for the message
   */
  public static double scale(String param, String text) {
    double scale = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : -1;
    if (scale < 0 || scale > LARGEST_SCALE) {
      throw UnderstudyException.invalid(
          param, text, "a factor from 0 (at once) to 1000, as 0.5 for twice as fast");
    }
    return scale;
  }

  /** This one, and the other's where this leaves the model's. */
  public LatencyOverride or(LatencyOverride other) {
    return new LatencyOverride(
        ttftSeconds != null ? ttftSeconds : other.ttftSeconds,
        itlSeconds != null ? itlSeconds : other.itlSeconds,
        timeScale != null ? timeScale : other.timeScale);
  }
}
