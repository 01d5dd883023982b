package dev.understudy.discovery;

import dev.understudy.discovery.Highlight.Span;
import dev.understudy.model.ModelDefinition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Finds where words stand in the texts of a model. Texts are read as they are, letter by letter; as
 * words have a form of their own ({@code 3.5} of {@code 3-5}, {@code 20240806} of {@code
 * 2024-08-06}), separators may come between their digits. A word that is found in no text so, such
 * as {@code plus} of {@code c4+}, marks the whole of each text that has it. Confined to one thread.
 */
final class Highlighter {

  /** As many letters before a digit are a word of their own: {@code llama3}, but not {@code o4}. */
  private static final int GLUED_LETTERS = 3;

  private final List<String> words;

  /**
   * A highlighter of words.
   *
   * @param words in the form of {@link SearchDocument#wordsOf}; a beginning of a word will do
   */
  Highlighter(List<String> words) {
    this.words = words;
  }

  /** Where they stand in the model; each has a place if the model has it. */
  List<Highlight> highlights(ModelDefinition model) {
    BitSet unseen = new BitSet(words.size());
    unseen.set(0, words.size());
    List<Highlight> highlights = new ArrayList<>();
    SearchDocument.fields(
        model,
        (field, text) -> {
          List<Span> spans = spans(text, unseen);
          if (!spans.isEmpty()) {
            highlights.add(new Highlight(field, text, spans));
          }
        });
    unseen.stream().forEach(i -> addWhole(words.get(i), model, highlights));
    return highlights;
  }

  private static void addWhole(String word, ModelDefinition model, List<Highlight> highlights) {
    SearchDocument.fields(
        model,
        (field, text) -> {
          if (SearchDocument.wordsOf(text).stream().anyMatch(known -> known.startsWith(word))) {
            Highlight whole = new Highlight(field, text, List.of(new Span(0, text.length())));
            highlights.removeIf(other -> other.field().equals(field) && other.text().equals(text));
            highlights.add(whole);
          }
        });
  }

  /** Where words stand in a text; those that do are no longer unseen. */
  private List<Span> spans(String text, BitSet unseen) {
    List<Span> spans = List.of();
    int start = 0;
    while (start < text.length()) {
      int end = isBeginning(text, start) ? end(text, start, unseen) : start;
      if (end > start) {
        spans = spans.isEmpty() ? new ArrayList<>(2) : spans;
        spans.add(new Span(start, end));
      }
      start = Math.max(end, start + 1);
    }
    return spans;
  }

  /** Where the longest word that begins there ends; where it begins when none does. */
  private int end(String text, int start, BitSet unseen) {
    int longest = start;
    for (int i = 0; i < words.size(); i++) {
      int end = end(words.get(i), text, start);
      if (end > start) {
        unseen.clear(i);
        longest = Math.max(longest, end);
      }
    }
    return longest;
  }

  /** Whether a word can begin there. */
  private static boolean isBeginning(String text, int at) {
    if (!Character.isLetterOrDigit(text.charAt(at))) {
      return false;
    }
    if (at == 0) {
      return true;
    }
    char before = text.charAt(at - 1);
    if (NameParser.isDigit(text.charAt(at)) && Character.isLetter(before)) {
      return isSplit(text, at);
    }
    boolean decimal = before == '.' && at > 1 && NameParser.isDigit(text.charAt(at - 2));
    return !Character.isLetterOrDigit(before) && !decimal;
  }

  /** Whether the letters before a digit are a word of their own, or the v of a version. */
  private static boolean isSplit(String text, int digit) {
    int first = digit;
    while (first > 0 && Character.isLetter(text.charAt(first - 1))) {
      first--;
    }
    boolean version = digit - first == 1 && Character.toLowerCase(text.charAt(first)) == 'v';
    return version || digit - first >= GLUED_LETTERS;
  }

  /** Where the word that begins there ends; -1 when it is another. */
  private static int end(String word, String text, int start) {
    int at = start;
    for (int i = 0; i < word.length(); i++) {
      char wanted = word.charAt(i);
      if (i > 0 && at < text.length() && isSkipped(word, i, text.charAt(at))) {
        at++;
        if (wanted == '.') {
          continue;
        }
      }
      if (at == text.length() || Character.toLowerCase(text.charAt(at)) != wanted) {
        return -1;
      }
      at++;
    }
    return at;
  }

  /** Whether the text has a separator where the word has a dot, or goes on with a digit. */
  private static boolean isSkipped(String word, int i, char c) {
    boolean separator = c == '.' || NameParser.isSeparator(c);
    return separator
        && NameParser.isDigit(word.charAt(i - 1))
        && (word.charAt(i) == '.' || NameParser.isDigit(word.charAt(i)));
  }
}
