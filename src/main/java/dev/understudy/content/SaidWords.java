package dev.understudy.content;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The words of a message, found again whatever their endings. Those of very many tools and messages
 * do not count. Immutable.
 */
final class SaidWords {

  private static final Pattern WORD_ENDS = Pattern.compile("(?<=[a-z])(?=[A-Z])|[^\\p{L}\\p{N}]+");
  private static final int SHORTEST_WORD = 3;
  private static final int SHORTEST_STEM = 4;
  private static final int LONGEST_ENDING = 3;

  /** Of a longer text the end counts. */
  private static final int LONGEST_LOOKED_AT = 4_000;

  private static final Set<String> COMMON =
      Set.of(
          "get",
          "set",
          "run",
          "use",
          "call",
          "make",
          "fetch",
          "tool",
          "function",
          "current",
          "the",
          "and",
          "for",
          "with",
          "from",
          "this",
          "that",
          "are",
          "you",
          "your",
          "what",
          "how",
          "any",
          "all",
          "given",
          "returns",
          "return");

  private final Set<String> words = new HashSet<>();
  private final Set<String> stems = new HashSet<>();

  SaidWords(String message) {
    words(message).forEach(this::add);
  }

  private void add(String word) {
    words.add(word);
    for (int end = shortestStem(word); end < word.length(); end++) {
      stems.add(word.substring(0, end));
    }
  }

  private static int shortestStem(String word) {
    return Math.max(SHORTEST_STEM, word.length() - LONGEST_ENDING);
  }

  /** Whether that many words of a text were said. */
  boolean have(int enough, String text) {
    return words(text).distinct().filter(this::has).limit(enough).count() == enough;
  }

  private boolean has(String word) {
    if (words.contains(word) || stems.contains(word)) {
      return true;
    }
    for (int end = shortestStem(word); end < word.length(); end++) {
      if (words.contains(word.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  private static Stream<String> words(String whole) {
    String text = whole.substring(Math.max(0, whole.length() - LONGEST_LOOKED_AT));
    return WORD_ENDS
        .splitAsStream(text)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= SHORTEST_WORD && !COMMON.contains(word));
  }
}
