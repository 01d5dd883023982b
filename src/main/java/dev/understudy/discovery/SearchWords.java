package dev.understudy.discovery;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * The words of numbered documents: which have a word, and which a word that a text begins. What
 * very many words begin with has its documents worked out beforehand, so that no look-up reads more
 * than {@value #MANY_WORDS} words. Immutable; any thread.
 */
final class SearchWords {

  private static final int MANY_WORDS = 256;

  /** Beginnings longer than this are always read word by word. */
  private static final int LONGEST_BEGINNING = 32;

  private final WordIndex index;
  private final Map<String, RoaringBitmap> begun;

  SearchWords(WordIndex index) {
    this.index = index;
    this.begun = begun(index);
  }

  /** The documents that have the word; not to be changed. */
  RoaringBitmap whole(String word) {
    return index.find(word).toBitmap();
  }

  /** The documents that have a word which the text begins; not to be changed. */
  RoaringBitmap begun(String text) {
    RoaringBitmap many = begun.get(text);
    return many != null ? many : index.begun(text);
  }

  /**
   * Sorted words that begin alike are neighbours: a beginning ends where the next word lacks it.
   */
  private static Map<String, RoaringBitmap> begun(WordIndex index) {
    Map<String, RoaringBitmap> begun = new HashMap<>();
    int[] firsts = new int[LONGEST_BEGINNING + 1];
    String last = "";
    for (int i = 0; i <= index.size(); i++) {
      String word = i < index.size() ? index.word(i) : "";
      word = word.substring(0, Math.min(LONGEST_BEGINNING, word.length()));
      int common = common(last, word);
      for (int length = common + 1; length <= last.length(); length++) {
        if (i - firsts[length] > MANY_WORDS) {
          begun.put(last.substring(0, length), index.union(firsts[length], i));
        }
      }
      Arrays.fill(firsts, common + 1, word.length() + 1, i);
      last = word;
    }
    return Map.copyOf(begun);
  }

  private static int common(String one, String other) {
    int end = Math.min(one.length(), other.length());
    int common = 0;
    while (common < end && one.charAt(common) == other.charAt(common)) {
      common++;
    }
    return common;
  }
}
