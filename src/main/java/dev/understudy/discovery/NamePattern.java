package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of a rule: letters stand for themselves, {@code *} for one or more characters of one
 * path segment, {@code #} for one or more digits, {@code {owner}} for the name of an owner.
 * Immutable.
 *
 * @param text in lower case
 */
record NamePattern(String text) {

  static final String OWNER = "{owner}";

  private static final char ANY = '*';
  private static final char DIGITS = '#';

  /** The first character of an owner's place in {@link #elements}. */
  private static final char OWNER_START = '{';

  /** What stands before the first wildcard. */
  String head() {
    int end = 0;
    while (end < text.length() && !isWildcard(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  /** What stands after the last wildcard. */
  String tail() {
    String elements = text.replace(OWNER, String.valueOf(OWNER_START));
    int start = elements.length();
    while (start > 0 && !isWildcard(elements.charAt(start - 1))) {
      start--;
    }
    return elements.substring(start);
  }

  /** How many characters stand for themselves: the more, the more specific. */
  int specificity() {
    return (int)
        elements().stream().filter(c -> c != ANY && c != DIGITS && c != OWNER_START).count();
  }

  /**
   * The pattern as a regular expression with a group for each wildcard. No wildcard stands beside
   * another, so that matching is linear.
   *
   * @param owners the expression for the names of owners
   */
  String regex(String owners) {
    return elements().stream()
        .map(
            c ->
                switch (c) {
                  case ANY -> "([^/]+?)";
                  case DIGITS -> "([0-9]+)";
                  case OWNER_START -> "(" + owners + ")";
                  default -> Pattern.quote(c.toString());
                })
        .collect(Collectors.joining());
  }

  /** True when two wildcards stand side by side. */
  boolean isVague() {
    List<Character> elements = elements();
    for (int i = 1; i < elements.size(); i++) {
      if (isWildcard(elements.get(i - 1)) && isWildcard(elements.get(i))) {
        return true;
      }
    }
    return elements.isEmpty();
  }

  /**
   * True when some name begins with both patterns, or, from the end, ends with both.
   *
   * @param atEnd whether the patterns are anchored at the end
   */
  static boolean overlap(NamePattern one, NamePattern other, boolean atEnd) {
    List<Character> first = new ArrayList<>(one.elements());
    List<Character> second = new ArrayList<>(other.elements());
    if (atEnd) {
      Collections.reverse(first);
      Collections.reverse(second);
    }
    return overlap(first, 0, second, 0);
  }

  private static boolean overlap(List<Character> one, int i, List<Character> other, int j) {
    if (i == one.size() || j == other.size()) {
      return true;
    }
    char a = one.get(i);
    char b = other.get(j);
    if (!meets(a, b)) {
      return false;
    }
    return overlap(one, i + 1, other, j + 1)
        || (isWildcard(a) && overlap(one, i, other, j + 1))
        || (isWildcard(b) && overlap(one, i + 1, other, j));
  }

  /** Whether one character can stand at both places. */
  private static boolean meets(char a, char b) {
    return a == b || covers(a, b) || covers(b, a);
  }

  private static boolean covers(char wildcard, char c) {
    return switch (wildcard) {
      case ANY, OWNER_START -> c != '/';
      case DIGITS -> NameParser.isDigit(c);
      default -> false;
    };
  }

  private static boolean isWildcard(char c) {
    return c == ANY || c == DIGITS || c == OWNER_START;
  }

  private List<Character> elements() {
    return text.replace(OWNER, String.valueOf(OWNER_START))
        .chars()
        .mapToObj(c -> (char) c)
        .toList();
  }
}
