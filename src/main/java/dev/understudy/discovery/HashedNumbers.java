package dev.understudy.discovery;

import java.util.Arrays;

/**
 * Numbers by the hash of a text: eight bytes each, no text kept, so that what is found must be
 * compared. Immutable; any thread. Sorted, the hash in the upper half and the number in the lower.
 */
final class HashedNumbers {

  private final long[] sorted;

  private HashedNumbers(long[] sorted) {
    this.sorted = sorted;
  }

  /** The numbers that were added with a text of that hash, ascending. */
  int[] find(String text) {
    long key = key(text);
    int from = Arrays.binarySearch(sorted, key);
    from = from < 0 ? ~from : from;
    int to = from;
    while (to < sorted.length && sorted[to] >>> Integer.SIZE == key >>> Integer.SIZE) {
      to++;
    }
    int[] numbers = new int[to - from];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (int) sorted[from + i];
    }
    return numbers;
  }

  private static long key(String text) {
    return (long) text.hashCode() << Integer.SIZE;
  }

  /** Collects. Confined to one thread. */
  static final class Builder {
    private long[] added;
    private int count;

    Builder(int expected) {
      added = new long[expected];
    }

    void add(String text, int number) {
      if (count == added.length) {
        added = Arrays.copyOf(added, Math.max(8, count + count / 2));
      }
      added[count++] = key(text) | number;
    }

    HashedNumbers build() {
      long[] sorted = Arrays.copyOf(added, count);
      Arrays.sort(sorted);
      return new HashedNumbers(sorted);
    }
  }
}
