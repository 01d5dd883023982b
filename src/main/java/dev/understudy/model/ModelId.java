package dev.understudy.model;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of model ids and alias names. An id is 1 to 200 visible ASCII characters, may hold
 * slashes, and is case-sensitive; what would be ambiguous in a URL path is refused.
 */
public final class ModelId {

  /** The longest id or alias, in characters. */
  public static final int MAX_LENGTH = 200;

  /** Last segments that name a sub-resource in a URL path, so that no id may end in them. */
  public static final Set<String> RESERVED_SEGMENTS =
      Set.of("capabilities", "versions", "usage", "cost", "stream");

  private static final boolean[] ALLOWED = allowed("?#%\\\"");

  private ModelId() {}

  private static boolean[] allowed(String forbidden) {
    boolean[] allowed = new boolean['~' + 1];
    Arrays.fill(allowed, '!', '~' + 1, true);
    forbidden.chars().forEach(c -> allowed[c] = false);
    return allowed;
  }

  /**
   * What is wrong with an id.
   *
   * @return what was expected, or null when the id is well-formed
   */
  public static @Nullable String expectation(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return "1 to " + MAX_LENGTH + " characters (this has " + id.length() + ")";
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c > '~' || !ALLOWED[c]) {
        return "visible ASCII characters without space ? # %% \\ \" (character %d is %s)"
            .formatted(i + 1, c > ' ' && c <= '~' ? c : "U+%04X".formatted((int) c));
      }
    }
    return segmentExpectation(id);
  }

  private static @Nullable String segmentExpectation(String id) {
    for (int from = 0; from <= id.length(); from = endOfSegment(id, from) + 1) {
      int length = endOfSegment(id, from) - from;
      if (length == 0 || (length <= 2 && id.startsWith("..".substring(0, length), from))) {
        return "no empty, \".\" or \"..\" segment between slashes";
      }
    }
    return RESERVED_SEGMENTS.contains(bareName(id))
        ? "a last segment other than "
            + String.join(", ", RESERVED_SEGMENTS.stream().sorted().toList())
        : null;
  }

  private static int endOfSegment(String id, int from) {
    int slash = id.indexOf('/', from);
    return slash < 0 ? id.length() : slash;
  }

  /** The part before the first slash, or null: {@code openai} of {@code openai/gpt-oss-120b}. */
  public static @Nullable String owner(String id) {
    int slash = id.indexOf('/');
    return slash < 0 ? null : id.substring(0, slash);
  }

  /** The part after the last slash: {@code gpt-oss-120b} of {@code openai/gpt-oss-120b}. */
  public static String bareName(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }
}
