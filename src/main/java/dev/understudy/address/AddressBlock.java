package dev.understudy.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits, as {@code 10.0.0.0/8}. Immutable. */
final class AddressBlock {

  /** Nothing that would be looked up as a name. */
  private static final Pattern LITERAL =
      Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

  private final byte[] address;
  private final int bits;

  private AddressBlock(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /** A block as it is written, or a single address; null when it is neither. */
  static @Nullable AddressBlock parse(String text) {
    var form = LITERAL.matcher(text);
    if (!form.matches()) {
      return null;
    }
    try {
      byte[] address = InetAddress.getByName(form.group(1)).getAddress();
      int most = address.length * Byte.SIZE;
      int bits = form.group(2) == null ? most : Integer.parseInt(form.group(2));
      return bits <= most ? new AddressBlock(address, bits) : null;
    } catch (UnknownHostException notAnAddress) {
      return null;
    }
  }

  /** A block that is known to be written right. */
  static AddressBlock of(String text) {
    AddressBlock block = parse(text);
    if (block == null) {
      throw new IllegalArgumentException(text);
    }
    return block;
  }

  boolean contains(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((address[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
