package dev.understudy.retrieval;

import java.util.Arrays;

/**
 * What a text has that makes it like others: stems, exact words, neighbouring stems and the three
 * letters after each other of each word, so that inflections, other orders and slips of the finger
 * are near. How often something occurs counts by 1 plus its logarithm. Confined to one thread;
 * reused from text to text, as its table is.
 */
final class TextFeatures implements Words.Reader {

  private static final double STEM = 1;
  private static final double EXACT = 0.4;
  private static final double NEIGHBOURS = 0.3;
  private static final double TRIGRAMS = 0.8;
  private static final double SIGN = 0.3;
  private static final double ASCII_SIGN = 0.05;
  private static final int TRIGRAM = 3;

  /** Begins and ends a word; not a character of any. */
  private static final int EDGE = -1;

  private final Words words = new Words();
  private int[] edged = new int[32];
  private long previousStem;
  private double previousWeight;

  // Features in the order in which they were first seen, so that sums come out the same each time.
  private long[] hashes = new long[512];
  private float[] weights = new float[512];
  private int[] counts = new int[512];
  private int size;

  /** One more than where a feature stands, by its hash, open addressing; 0 is free. */
  private int[] table = new int[1024];

  /** Takes a feature and how much of it there is, above 0. */
  interface Reader {
    /** One feature; each comes once. */
    void feature(long hash, double amount);
  }

  /** Hands over the features of a text, at least one, in the order of their first occurrence. */
  void read(String text, Reader reader) {
    Arrays.fill(table, 0);
    size = 0;
    previousWeight = 0;
    words.read(text, this);
    if (size == 0) {
      add(Hash.mix('0'), 1); // nothing but spaces is like nothing but spaces
    }
    for (int i = 0; i < size; i++) {
      double times = counts[i] == 1 ? 1 : 1 + StrictMath.log(counts[i]);
      reader.feature(hashes[i], weights[i] * times);
    }
  }

  @Override
  public void word(int[] word, int length, int stemLength, double weight) {
    long stem = Hash.of('s', word, 0, stemLength);
    add(stem, STEM * weight);
    add(Hash.of(Words.WORD, word, 0, length), EXACT * weight);
    if (previousWeight > 0) {
      add(Hash.mix(previousStem * 31 + stem), NEIGHBOURS * Math.min(previousWeight, weight));
    }
    previousStem = stem;
    previousWeight = weight;
    trigrams(word, length, weight);
  }

  private void trigrams(int[] word, int length, double weight) {
    if (edged.length < length + 2) {
      edged = new int[length + 2];
    }
    edged[0] = EDGE;
    System.arraycopy(word, 0, edged, 1, length);
    edged[length + 1] = EDGE;
    double each = TRIGRAMS * weight / Math.sqrt(length);
    for (int i = 0; i + TRIGRAM <= length + 2; i++) {
      add(Hash.of('t', edged, i, i + TRIGRAM), each);
    }
  }

  @Override
  public void sign(int codePoint) {
    add(Hash.mix(('p' << 24) + codePoint), codePoint < 0x80 ? ASCII_SIGN : SIGN);
  }

  /** Counts a feature; the weight of its first occurrence holds. */
  private void add(long hash, double weight) {
    int slot = slot(hash);
    if (table[slot] > 0) {
      counts[table[slot] - 1]++;
      return;
    }
    if (size == hashes.length) {
      grow();
      slot = slot(hash);
    }
    hashes[size] = hash;
    weights[size] = (float) weight;
    counts[size] = 1;
    table[slot] = ++size;
  }

  /** Where the hash stands in the table, or the free place where it would. */
  private int slot(long hash) {
    int mask = table.length - 1;
    int slot = (int) hash & mask;
    while (table[slot] > 0 && hashes[table[slot] - 1] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, 2 * size);
    weights = Arrays.copyOf(weights, 2 * size);
    counts = Arrays.copyOf(counts, 2 * size);
    table = new int[4 * size];
    for (int i = 0; i < size; i++) {
      table[slot(hashes[i])] = i + 1;
    }
  }
}
