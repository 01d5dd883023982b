package dev.understudy.store;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256. Immutable; safe on any thread. */
final class Hash {

  /** What stands before the first revision, and for the sum of none. */
  static final Hash NONE = new Hash(new byte[32]);

  private static final int SHOWN_BYTES = 4;

  private final byte[] bytes;

  /** A hash of bytes that are not changed from then on. */
  Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** The sum with a hash added, or taken out again: both are the same. */
  Hash toggled(Hash other) {
    byte[] sum = bytes.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] ^= other.bytes[i];
    }
    return new Hash(sum);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Its first bytes, to tell it from others. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes, 0, SHOWN_BYTES);
  }
}
