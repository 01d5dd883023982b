package dev.understudy.usage;

import java.nio.ByteBuffer;

/**
 * Whole numbers from 0 in as few bytes as they need: seven bits each, the lowest first (LEB128).
 */
final class Varints {

  /** The most that one takes. */
  static final int MOST_BYTES = 9;

  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private Varints() {}

  static void put(ByteBuffer out, long number) {
    long rest = number;
    while (rest >= MORE) {
      out.put((byte) ((rest & (MORE - 1)) | MORE));
      rest >>>= BITS;
    }
    out.put((byte) rest);
  }

  /**
   * The next number.
   *
   * @throws java.nio.BufferUnderflowException when it is cut off
   * @throws IllegalArgumentException when it has more than 63 bits
   */
  static long get(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < MOST_BYTES * BITS; shift += BITS) {
      byte next = in.get();
      number |= (long) (next & (MORE - 1)) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than 63 bits (expected: fewer)");
  }
}
