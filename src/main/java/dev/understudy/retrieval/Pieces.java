package dev.understudy.retrieval;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A body as it is written, in pieces, since one of 2,048 vectors has tens of megabytes. Confined to
 * one thread.
 */
final class Pieces {

  /** What is written to a connection at a time, in bytes. */
  private static final int PIECE = 64 * 1024;

  private static final int DECIMALS = 8;
  private static final int LONGEST_NUMBER = 3 + DECIMALS;
  private static final double SCALE = 1e8;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] current = new byte[1024];
  private int length;

  /** Appends a text as UTF-8. */
  Pieces text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends bytes. */
  Pieces bytes(byte[] bytes) {
    int from = 0;
    while (from < bytes.length) {
      room(1);
      int some = Math.min(bytes.length - from, PIECE - length);
      grow(length + some);
      System.arraycopy(bytes, from, current, length, some);
      length += some;
      from += some;
    }
    return this;
  }

  /** Appends one character of ASCII. */
  Pieces ascii(char character) {
    room(1);
    current[length++] = (byte) character;
    return this;
  }

  /**
   * A component of a unit vector as it is written: to eight decimals, which is finer than a float
   * near 1 and makes numbers short.
   */
  static float rounded(float component) {
    return (float) (units(component) / SCALE);
  }

  private static long units(float component) {
    return Math.round(component * SCALE);
  }

  /** Appends {@link #rounded} of a component from -1 to 1, as the shortest decimal number. */
  Pieces component(float component) {
    room(LONGEST_NUMBER);
    long units = units(component);
    if (units < 0) {
      current[length++] = '-';
      units = -units;
    }
    long one = (long) SCALE;
    current[length++] = (byte) ('0' + units / one);
    long rest = units % one;
    if (rest > 0) {
      current[length++] = '.';
      decimals((int) rest);
    }
    return this;
  }

  private void decimals(int rest) {
    fourDigits(rest / 10_000);
    fourDigits(rest % 10_000);
    while (current[length - 1] == '0') {
      length--;
    }
  }

  private void fourDigits(int number) {
    int high = number / 100;
    int low = number % 100;
    current[length] = (byte) ('0' + high / 10);
    current[length + 1] = (byte) ('0' + high % 10);
    current[length + 2] = (byte) ('0' + low / 10);
    current[length + 3] = (byte) ('0' + low % 10);
    length += 4;
  }

  /** Makes room for so many bytes in one piece. */
  private void room(int bytes) {
    if (length + bytes > PIECE) {
      full.add(Arrays.copyOf(current, length));
      length = 0;
    }
    grow(length + bytes);
  }

  private void grow(int least) {
    if (least > current.length) {
      current = Arrays.copyOf(current, Math.min(PIECE, Math.max(least, 2 * current.length)));
    }
  }

  /** All that was written. */
  List<byte[]> all() {
    List<byte[]> all = new ArrayList<>(full);
    all.add(Arrays.copyOf(current, length));
    return List.copyOf(all);
  }
}
