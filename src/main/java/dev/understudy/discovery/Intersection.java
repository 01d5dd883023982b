package dev.understudy.discovery;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * The numbers that several words have in common. Begins with the word of the fewest numbers, so
 * that it costs as much as that one has, or, where all have many, a pass over bitmaps.
 */
final class Intersection {

  private Intersection() {}

  /**
   * The first numbers that all words have, ascending.
   *
   * @param words at least one
   * @param below what all numbers are less than
   * @param without numbers that are left out
   * @param max the most numbers
   */
  static int[] of(List<WordIndex.Postings> words, int below, RoaringBitmap without, int max) {
    List<WordIndex.Postings> fewestFirst =
        words.stream().sorted(Comparator.comparingInt(WordIndex.Postings::count)).toList();
    RoaringBitmap bitmap = fewestFirst.get(0).bitmap();
    return bitmap == null
        ? ofFew(fewestFirst, below, without, max)
        : ofMany(fewestFirst, bitmap, below, without, max);
  }

  private static int[] ofFew(
      List<WordIndex.Postings> words, int below, RoaringBitmap without, int max) {
    int[] numbers = words.get(0).numbers();
    for (WordIndex.Postings word : words.subList(1, words.size())) {
      numbers = word.keep(numbers);
    }
    return Arrays.stream(numbers)
        .filter(number -> number < below && !without.contains(number))
        .limit(max)
        .toArray();
  }

  private static int[] ofMany(
      List<WordIndex.Postings> words,
      RoaringBitmap first,
      int below,
      RoaringBitmap without,
      int max) {
    RoaringBitmap common = first;
    for (WordIndex.Postings word : words.subList(1, words.size())) {
      RoaringBitmap other = word.bitmap();
      if (other != null) { // each has at least as many numbers as the first
        common = RoaringBitmap.and(common, other);
      }
    }
    int[] numbers = new int[Math.min(max, common.getCardinality())];
    int count = 0;
    PeekableIntIterator each = common.getIntIterator();
    while (count < numbers.length && each.hasNext()) {
      int number = each.next();
      if (number >= below) {
        break;
      }
      if (!without.contains(number)) {
        numbers[count++] = number;
      }
    }
    return Arrays.copyOf(numbers, count);
  }
}
