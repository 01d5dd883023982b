package dev.understudy.retrieval;

import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Takes a text apart: runs of letters and digits, each character of scripts that are written
 * without spaces, and every other sign by itself; in lower case. Confined to one thread.
 */
final class Words {

  /** The kind of a word's hash. */
  static final long WORD = 'w';

  /** Words so frequent that sharing them says next to nothing. */
  private static final long[] FREQUENT =
      hashes(
          "a an and are as at be been but by can could do does did for from had has have he her his how i if in is it"
              + " its me my no not of on or our she should so some than that the their them then there these they this to"
              + " was we were what when where which who why will with would you your");

  private static final double FREQUENT_WEIGHT = 0.1;
  private static final int SHORTEST_STEM = 3;

  private int[] word = new int[32];
  private int length;

  /** Takes what a text is made of. */
  interface Reader {
    /**
     * A word.
     *
     * @param codePoints the word, up to {@code length}; overwritten by the next one
     * @param stem how many of them are its stem
     * @param weight how much it says, above 0 and up to 1
     */
    void word(int[] codePoints, int length, int stem, double weight);

    /** Another sign. */
    void sign(int codePoint);
  }

  /** Reads a text from its beginning to its end. */
  void read(String text, Reader reader) {
    length = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      boolean alone = standsAlone(codePoint);
      if (alone || !isPartOfWord(codePoint)) {
        flush(reader);
      }
      if (alone || isPartOfWord(codePoint)) {
        append(Character.toLowerCase(codePoint));
      } else if (!Character.isWhitespace(codePoint) && !Character.isISOControl(codePoint)) {
        reader.sign(codePoint);
      }
      if (alone) {
        flush(reader);
      }
    }
    flush(reader);
  }

  private static boolean isPartOfWord(int codePoint) {
    return Character.isLetterOrDigit(codePoint)
        || Character.getType(codePoint) == Character.NON_SPACING_MARK
        || Character.getType(codePoint) == Character.COMBINING_SPACING_MARK;
  }

  /** Han, Hiragana and Katakana. */
  private static boolean standsAlone(int codePoint) {
    return codePoint >= 0x3040
        && (Character.isIdeographic(codePoint) || (codePoint <= 0x30FF && codePoint != 0x30FB));
  }

  private void append(int codePoint) {
    if (length == word.length) {
      word = Arrays.copyOf(word, 2 * length);
    }
    word[length++] = codePoint;
  }

  private void flush(Reader reader) {
    if (length > 0) {
      boolean frequent = Arrays.binarySearch(FREQUENT, Hash.of(WORD, word, 0, length)) >= 0;
      reader.word(word, length, stem(), frequent ? FREQUENT_WEIGHT : 1);
      length = 0;
    }
  }

  /**
   * The length without a common English ending and without what is doubled before it: a coarse form
   * of suffix stripping, as nothing but nearness depends on it.
   */
  private int stem() {
    int stem = length;
    if (endsWith(stem, "ing") || endsWith(stem, "ies")) {
      stem -= 3;
    } else if (endsWith(stem, "ed") || endsWith(stem, "es") || endsWith(stem, "ly")) {
      stem -= 2;
    } else if ((endsWith(stem, "s") && !endsWith(stem, "ss")) || endsWith(stem, "e")) {
      stem -= 1;
    } else if (endsWith(stem, "y")) {
      stem -= 1; // for cities has lost all of its ending
    }
    boolean doubled = stem < length && stem > SHORTEST_STEM && word[stem - 1] == word[stem - 2];
    return doubled ? stem - 1 : stem;
  }

  /** Whether there is such an ending, and enough before it. */
  private boolean endsWith(int end, String ending) {
    int start = end - ending.length();
    if (start < SHORTEST_STEM) {
      return false;
    }
    for (int i = 0; i < ending.length(); i++) {
      if (word[start + i] != ending.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static long[] hashes(String words) {
    return Stream.of(words.split(" "))
        .map(frequent -> frequent.codePoints().toArray())
        .flatMapToLong(cp -> LongStream.of(Hash.of(WORD, cp, 0, cp.length)))
        .sorted()
        .toArray();
  }
}
