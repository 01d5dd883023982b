package dev.understudy.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a user's message can stand in a JSON value. Names and numbers are handed out in their
 * order, each once. For one thread.
 */
final class MessageWords {

  private static final int READ_CHARACTERS = 4000;
  private static final int MAX_TEXT_LENGTH = 80;

  /** Of choices that begin as a word of the message does. */
  private static final int MAX_SEARCHES = 5000;

  private static final Pattern NAME =
      Pattern.compile("(?<![\\p{L}\\p{N}])\\p{Lu}[\\p{L}-]+(?: \\p{Lu}[\\p{L}-]+)*");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\p{N}.,:/-])-?\\d{1,12}(?:\\.\\d{1,6})?(?![\\p{L}\\p{N}:/-])");

  /** Between words, by chars: those of two chars are none, as for {@link #isBoundary}. */
  private static final Pattern NO_WORD =
      Pattern.compile("[[^\\p{L}\\p{Nd}][\\x{10000}-\\x{10FFFF}]]+");

  private static final Pattern SENTENCE_START = Pattern.compile("(?:^|[.!?:\\n])\\s*$");

  private final String text;
  private final String lowerCase;
  private final Set<String> words;
  private final List<String> names;
  private final List<String> numbers;
  private int searches = MAX_SEARCHES;

  MessageWords(String message) {
    text = message.substring(Math.max(0, message.length() - READ_CHARACTERS)).strip();
    lowerCase = text.toLowerCase(Locale.ROOT);
    words = new HashSet<>(List.of(NO_WORD.split(lowerCase)));
    names = new ArrayList<>();
    List<String> openers = new ArrayList<>();
    NAME.matcher(text)
        .results()
        .forEach(name -> (startsSentence(name) ? openers : names).add(name.group()));
    if (names.isEmpty()) {
      names.addAll(openers);
    }
    numbers = new ArrayList<>(NUMBER.matcher(text).results().map(MatchResult::group).toList());
  }

  /** A word there has a capital anyway. */
  private boolean startsSentence(MatchResult name) {
    int start = Math.max(0, name.start() - 3);
    String before = text.substring(start, name.start());
    return SENTENCE_START.matcher(start == 0 ? before : "x" + before).find();
  }

  /** The next name that was not handed out yet, or null. */
  @Nullable String nextName() {
    return names.isEmpty() ? null : names.remove(0);
  }

  /** The next number, or null. */
  @Nullable String nextNumber() {
    return numbers.isEmpty() ? null : numbers.remove(0);
  }

  /** Whether the message says the word, in any case; no longer told after very many. */
  boolean says(String word) {
    String wanted = word.length() > MAX_TEXT_LENGTH ? "" : word.toLowerCase(Locale.ROOT);
    if (wanted.isEmpty() || !mayStart(wanted) || --searches < 0) {
      return false;
    }
    int at = lowerCase.indexOf(wanted);
    while (at >= 0) {
      int end = at + wanted.length();
      if (isBoundary(at - 1) && isBoundary(end)) {
        return true;
      }
      at = lowerCase.indexOf(wanted, at + 1);
    }
    return false;
  }

  /** Spares the search through all of the message for what it does not begin to say. */
  private boolean mayStart(String wanted) {
    int end = 0;
    while (end < wanted.length() && Character.isLetterOrDigit(wanted.charAt(end))) {
      end++;
    }
    return end == 0 || words.contains(wanted.substring(0, end));
  }

  private boolean isBoundary(int at) {
    return at < 0 || at >= lowerCase.length() || !Character.isLetterOrDigit(lowerCase.charAt(at));
  }

  /** The message on one line, or its beginning; empty when there is none. */
  String text() {
    String line = text.replaceAll("\\s+", " ");
    if (line.length() <= MAX_TEXT_LENGTH) {
      return line;
    }
    int space = line.lastIndexOf(' ', MAX_TEXT_LENGTH);
    return line.substring(0, space > 0 ? space : MAX_TEXT_LENGTH);
  }
}
