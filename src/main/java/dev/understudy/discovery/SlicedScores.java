package dev.understudy.discovery;

import java.util.Arrays;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Whole scores of numbered documents, kept by bits: slice i has the documents whose score has bit i
 * [1]. What a set adds to the score of each of its documents costs a few operations on whole sets,
 * and the best are found from the highest bit down, so that no document is looked at by itself
 * before it is known to be among them. Confined to one thread.
 *
 * <p>[1] O'Neil, Quass: Improved query performance with variant indexes. SIGMOD 1997, section 2.2.
 */
final class SlicedScores {

  /** Shared with the sets that were added; none is changed. */
  private final RoaringBitmap[] slices;

  /** Scores of that many bits, all 0. */
  SlicedScores(int bits) {
    slices = new RoaringBitmap[bits];
    Arrays.fill(slices, new RoaringBitmap());
  }

  /** Adds 2 to the power of {@code bit} to the score of each document of the set. */
  void add(int bit, RoaringBitmap set) {
    RoaringBitmap carried = set;
    for (int i = bit; !carried.isEmpty(); i++) {
      RoaringBitmap slice = slices[i];
      if (slice.isEmpty()) {
        slices[i] = carried;
        return;
      }
      slices[i] = RoaringBitmap.xor(slice, carried);
      carried = RoaringBitmap.and(slice, carried);
    }
  }

  /** What is done with the best. */
  interface Taker {

    /**
     * Takes a document.
     *
     * @return whether more are wanted
     */
    boolean take(int number, int score);
  }

  /**
   * Hands over documents by falling score, those of one score by rising number.
   *
   * @param highest scores above it are passed over
   * @param from of the documents with the highest score, those with lower numbers are passed over
   */
  void best(RoaringBitmap among, int highest, int from, Taker taker) {
    new Descent(highest, from, taker).descend(slices.length - 1, 0, among);
  }

  /** One walk over the slices; each step returns whether more are wanted. */
  private final class Descent {
    private final int highest;
    private final int from;
    private final Taker taker;

    Descent(int highest, int from, Taker taker) {
      this.highest = highest;
      this.from = from;
      this.taker = taker;
    }

    /** Documents whose higher bits make up the score: first those with the bit, then the others. */
    boolean descend(int bit, int score, RoaringBitmap among) {
      if (among.isEmpty() || score > highest) {
        return true;
      }
      if (bit < 0) {
        return take(score, among);
      }
      RoaringBitmap slice = slices[bit];
      if (slice.isEmpty()) {
        return descend(bit - 1, score, among);
      }
      RoaringBitmap with = RoaringBitmap.and(among, slice);
      return descend(bit - 1, score | 1 << bit, with)
          && (with.getLongCardinality() == among.getLongCardinality()
              || descend(bit - 1, score, RoaringBitmap.andNot(among, slice)));
    }

    private boolean take(int score, RoaringBitmap numbers) {
      PeekableIntIterator iterator = numbers.getIntIterator();
      if (score == highest) {
        iterator.advanceIfNeeded(from);
      }
      while (iterator.hasNext()) {
        if (!taker.take(iterator.next(), score)) {
          return false;
        }
      }
      return true;
    }
  }
}
