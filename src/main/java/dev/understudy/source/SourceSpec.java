package dev.understudy.source;

import dev.understudy.address.UserInfo;
import dev.understudy.json.Fields;
import dev.understudy.model.Faults;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a remote source. Immutable; safe on any thread.
 *
 * @param name 1 to 64 of a-z, 0-9, dot, underscore and dash, beginning with a letter or digit; the
 *     origin of its models is {@code source:name}
 * @param url where it is; without user and fragment
 * @param intervalSeconds how often it is fetched, about, 1 to 2592000; 0 for at the start only
 * @param timeoutSeconds within how long it must be there whole, redirects included, 1 to 600
 * @param maxBytes how large it may be, unpacked, 1024 to 1073741824
 * @param graceDays for how many days a model that it has no longer stays, deprecated, 0 to 3650
 */
public record SourceSpec(
    String name, String url, int intervalSeconds, int timeoutSeconds, int maxBytes, int graceDays) {

  /** How often a source is fetched where nothing is said, in seconds. */
  public static final int USUAL_INTERVAL_SECONDS = 3_600;

  private static final int USUAL_TIMEOUT_SECONDS = 30;
  private static final int USUAL_MAX_BYTES = 16 << 20;
  private static final int USUAL_GRACE_DAYS = 7;
  private static final int LONGEST_URL = 2_000;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** A source of which nothing else is said. */
  public static SourceSpec of(String name, String url) {
    return new SourceSpec(
        name,
        url,
        USUAL_INTERVAL_SECONDS,
        USUAL_TIMEOUT_SECONDS,
        USUAL_MAX_BYTES,
        USUAL_GRACE_DAYS);
  }

  /** The same, fetched that often. */
  public SourceSpec withIntervalSeconds(int seconds) {
    return new SourceSpec(name, url, seconds, timeoutSeconds, maxBytes, graceDays);
  }

  /** The same with another time limit. */
  public SourceSpec withTimeoutSeconds(int seconds) {
    return new SourceSpec(name, url, intervalSeconds, seconds, maxBytes, graceDays);
  }

  /** The same with another limit on its size. */
  public SourceSpec withMaxBytes(int bytes) {
    return new SourceSpec(name, url, intervalSeconds, timeoutSeconds, bytes, graceDays);
  }

  /** The same with another grace. */
  public SourceSpec withGraceDays(int days) {
    return new SourceSpec(name, url, intervalSeconds, timeoutSeconds, maxBytes, days);
  }

  /** Reads one; what lacks is as usual. Ranges are not checked: see {@link #check}. */
  public static SourceSpec read(Fields fields) {
    return new SourceSpec(
        required("name", fields),
        required("url", fields),
        whole("interval_seconds", USUAL_INTERVAL_SECONDS, fields),
        whole("timeout_seconds", USUAL_TIMEOUT_SECONDS, fields),
        whole("max_bytes", USUAL_MAX_BYTES, fields),
        whole("grace_days", USUAL_GRACE_DAYS, fields));
  }

  private static String required(String field, Fields fields) {
    fields.faults().require(fields.get(field) != null, field, null, "a string");
    return Objects.requireNonNullElse(fields.text(field), "");
  }

  private static int whole(String field, int usual, Fields fields) {
    return Objects.requireNonNullElse(fields.integer(field), usual);
  }

  /**
   * Notes what is wrong with it; what could not be read, and is told already, is passed over.
   *
   * @param allowed schemes of URLs
   */
  public void check(Collection<String> allowed, Faults faults) {
    faults.require(
        name.isEmpty() || NAME.matcher(name).matches(),
        "name",
        name,
        "1 to 64 of a-z, 0-9, dot, underscore and dash, beginning with a letter or digit");
    String unfit = url.isEmpty() ? null : refusal(url, allowed);
    faults.require(unfit == null, "url", UserInfo.hidden(url), String.valueOf(unfit));
    range("interval_seconds", intervalSeconds, 0, 2_592_000, faults);
    range("timeout_seconds", timeoutSeconds, 1, 600, faults);
    range("max_bytes", maxBytes, 1_024, 1 << 30, faults);
    range("grace_days", graceDays, 0, 3_650, faults);
  }

  private static void range(String field, int value, int least, int most, Faults faults) {
    String expected = "a whole number from " + least + " to " + most;
    faults.require(value >= least && value <= most, field, value, expected);
  }

  /**
   * What a URL should be that cannot be fetched.
   *
   * @return null when it can
   */
  static @Nullable String refusal(String url, Collection<String> allowed) {
    String expected = "a URL of at most 2000 characters, " + String.join(", ", allowed);
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (url.length() > LONGEST_URL || !allowed.contains(scheme)) {
        return expected + " (sources_schemes says which)";
      }
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        return expected + ", without a user and a fragment";
      }
      boolean isWhole =
          scheme.equals("file")
              ? uri.getRawAuthority() == null && uri.getPath() != null
              : uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 0xffff;
      String whole =
          scheme.equals("file") ? ", file:///path" : ", with a host, and a port that there is";
      return isWhole ? null : expected + whole;
    } catch (URISyntaxException e) {
      return expected;
    }
  }
}
