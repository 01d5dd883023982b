package dev.understudy.wire;

import java.util.Locale;

/**
 * In which forms images, sound and files are taken. Nothing is decoded: a look at each character,
 * about two nanoseconds for each. Stateless; safe on any thread.
 */
public final class MediaForm {

  private static final String DATA = "data:";
  private static final String BASE64 = ";base64";

  private MediaForm() {}

  /** Whether it is a URL of the web, {@code http://} or {@code https://} and a host. */
  public static boolean isWebUrl(String url) {
    int slashes = url.indexOf("://");
    String scheme = slashes < 0 ? "" : url.substring(0, slashes).toLowerCase(Locale.ROOT);
    return (scheme.equals("http") || scheme.equals("https"))
        && url.length() > slashes + 3
        && "/?#".indexOf(url.charAt(slashes + 3)) < 0;
  }

  /**
   * Whether it is a data URL of such content, in base64.
   *
   * @param type how its media type begins, as {@code image/}
   */
  public static boolean isDataUrl(String url, String type) {
    int comma = url.indexOf(',');
    if (comma < 0 || !url.regionMatches(true, 0, DATA + type, 0, DATA.length() + type.length())) {
      return false;
    }
    int base64 = comma - BASE64.length();
    return url.regionMatches(true, base64, BASE64, 0, BASE64.length()) && isBase64(url, comma + 1);
  }

  /** Whether it is base64 of at least one byte: padded, and with line breaks at most. */
  public static boolean isBase64(String data) {
    return isBase64(data, 0);
  }

  private static boolean isBase64(String data, int from) {
    int characters = 0;
    int padding = 0;
    for (int i = from; i < data.length(); i++) {
      char c = data.charAt(i);
      if (c == '\n' || c == '\r') {
        continue;
      }
      if (c == '=') {
        padding++;
      } else if (padding > 0 || !isOfAlphabet(c)) {
        return false;
      }
      characters++;
    }
    return characters > 0 && characters % 4 == 0 && padding <= 2;
  }

  private static boolean isOfAlphabet(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}
