package dev.understudy.retrieval;

/** Hashes of 64 bits that are the same everywhere and for ever. Stateless. */
final class Hash {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Hash() {}

  /**
   * Scatters the bits of a number: the mixer of SplittableRandom, variant 13 of Stafford's (Steele,
   * Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014).
   */
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** The hash of some code points, of that kind: FNV-1a, taken a code point at a time. */
  static long of(long kind, int[] codePoints, int from, int to) {
    long hash = FNV_OFFSET ^ kind;
    for (int i = from; i < to; i++) {
      hash = (hash ^ codePoints[i]) * FNV_PRIME;
    }
    return mix(hash);
  }

  /** The hash of a text. */
  static long of(String text) {
    int[] codePoints = text.codePoints().toArray();
    return of(0, codePoints, 0, codePoints.length);
  }

  /** A number from 0 to below 1 that the hash decides. */
  static double unit(long hash) {
    return (mix(hash) >>> 11) * 0x1.0p-53;
  }
}
