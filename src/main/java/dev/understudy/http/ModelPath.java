package dev.understudy.http;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelId;
import dev.understudy.model.UnderstudyException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path below {@code /v1/models/}: an id, whose slashes may stand raw or as {@code %2F}, and
 * perhaps a sub-resource. A raw last segment that is a sub-resource's name is one; no id ends so.
 *
 * @param id the decoded id, not yet known to exist
 * @param subResource {@code capabilities}, {@code cost}, ... or empty
 */
record ModelPath(String id, String subResource) {

  static final String PREFIX = "/v1/models/";

  private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.\\.?(/|$)");

  /**
   * Takes apart a raw path; null when it is none of ours as it is written: the router takes dot
   * segments and double slashes out before it compares, and they would be read as a name here.
   */
  static @Nullable ModelPath parse(String path) {
    if (!path.startsWith(PREFIX) || DOT_SEGMENT.matcher(path).find()) {
      return null;
    }
    String rest = path.substring(PREFIX.length());
    int slash = rest.lastIndexOf('/');
    String last = rest.substring(slash + 1);
    if (slash > 0 && ModelId.RESERVED_SEGMENTS.contains(last)) {
      return new ModelPath(decode(rest.substring(0, slash)), last);
    }
    return new ModelPath(decode(rest), "");
  }

  private static String decode(String raw) {
    if (raw.indexOf('%') < 0) {
      return raw;
    }
    try {
      // A plus is a plus in a path.
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UnderstudyException(
          ErrorCode.INVALID_REQUEST,
          "path: " + raw + " (expected: valid percent-encoding)",
          "path");
    }
  }
}
