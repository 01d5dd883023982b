package dev.understudy.discovery;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Finds the words that are one edit away from a word: a letter more, less or other, or two
 * neighbours swapped. Only words of some length, at most {@value #LONGEST}, and letters a to z take
 * part, since one edit makes of a short word any other, and of a number another number. Immutable;
 * any thread.
 *
 * <p>Two words one edit apart have a form in common: the word itself, or the word less one letter
 * [1]. So the forms of all words are kept, hashed and sorted, 8 bytes each, about as many as the
 * word has letters; a look-up is a binary search for each form of the word asked for, and does not
 * grow with how many words there are but by the logarithm.
 *
 * <p>[1] Mor, Fraenkel: A hash code method for detecting and correcting spelling errors.
 * Communications of the ACM 25(12), 1982.
 */
final class NearWords {

  /** The fewest letters of a word that has near ones, where no other number is given. */
  static final int SHORTEST = 4;

  /** The most letters; it bounds the work for one word. */
  static final int LONGEST = 40;

  private static final int[] NONE = {};

  private final int shortest;
  private final IntFunction<String> words;

  /** The hash of a form in the upper half, the number of its word in the lower. */
  private final long[] forms;

  /**
   * The words of a source.
   *
   * @param count how many there are, numbered from 0
   * @param words the word of a number; kept, as each look-up reads from it
   */
  NearWords(int count, IntFunction<String> words) {
    this(count, words, SHORTEST);
  }

  /** As the other, of words with at least so many letters. */
  NearWords(int count, IntFunction<String> words, int shortest) {
    this.shortest = shortest;
    this.words = words;
    long[] all = new long[64];
    int size = 0;
    for (int number = 0; number < count; number++) {
      String word = words.apply(number);
      if (takesPart(word, shortest)) {
        all = size + word.length() >= all.length ? Arrays.copyOf(all, 2 * all.length) : all;
        size = addForms(word, number, all, size);
      }
    }
    forms = Arrays.copyOf(all, size);
    Arrays.sort(forms);
  }

  /** Whether a word may have near ones: enough letters a to z, and nothing else. */
  static boolean takesPart(String word) {
    return takesPart(word, SHORTEST);
  }

  private static boolean takesPart(String word, int shortest) {
    if (word.length() < shortest || word.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < 'a' || word.charAt(i) > 'z') {
        return false;
      }
    }
    return true;
  }

  /**
   * The numbers of the words one edit from a word, ascending; not the word itself.
   *
   * @param word in lower case
   */
  int[] near(String word) {
    if (!takesPart(word, shortest)) {
      return NONE;
    }
    long[] wanted = new long[word.length() + 1];
    int count = addForms(word, 0, wanted, 0);
    int[] found = NONE;
    for (int i = 0; i < count; i++) {
      for (int at = firstFrom(wanted[i]); at < forms.length && sameHash(at, wanted[i]); at++) {
        int number = (int) forms[at];
        String known = words.apply(number);
        if (!known.equals(word) && EditDistance.osa(word, known, 1) <= 1) {
          found = with(found, number);
        }
      }
    }
    Arrays.sort(found);
    return found;
  }

  private boolean sameHash(int at, long form) {
    return (forms[at] ^ form) >>> Integer.SIZE == 0;
  }

  private int firstFrom(long form) {
    int at = Arrays.binarySearch(forms, form);
    return at < 0 ? ~at : at;
  }

  /** Few words are near, so looking through them is as good as a set. */
  private static int[] with(int[] numbers, int number) {
    for (int known : numbers) {
      if (known == number) {
        return numbers;
      }
    }
    int[] more = Arrays.copyOf(numbers, numbers.length + 1);
    more[numbers.length] = number;
    return more;
  }

  /**
   * Adds the forms of a word at an index; of letters in a row that are the same, one is left out.
   */
  private static int addForms(String word, int number, long[] forms, int size) {
    int end = size;
    forms[end++] = form(word, word.length(), number);
    for (int left = 0; left < word.length(); left++) {
      if (left == 0 || word.charAt(left) != word.charAt(left - 1)) {
        forms[end++] = form(word, left, number);
      }
    }
    return end;
  }

  /** The hash of a word less the letter at an index, with a number. */
  private static long form(String word, int left, int number) {
    int hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = i == left ? hash : 31 * hash + word.charAt(i);
    }
    return (long) hash << Integer.SIZE | number;
  }
}
