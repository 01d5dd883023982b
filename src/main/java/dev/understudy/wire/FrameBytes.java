package dev.understudy.wire;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of frames, in the order in which they are added. Confined to one thread. */
public final class FrameBytes {

  private static final byte[] QUOTE = {'"'};

  private byte[] bytes;
  private int length;

  /** No bytes yet, with room for about so many. */
  public FrameBytes(int room) {
    bytes = new byte[Math.max(1, room)];
  }

  /** Text as it goes out. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds bytes as they are. */
  public FrameBytes add(byte[] more) {
    return add(more, 0, more.length);
  }

  /** Adds some of these bytes as they are. */
  public FrameBytes add(byte[] more, int from, int toExclusive) {
    int added = toExclusive - from;
    reserve(added);
    System.arraycopy(more, from, bytes, length, added);
    length += added;
    return this;
  }

  /** Adds text as it is. */
  public FrameBytes add(String text) {
    return add(utf8(text));
  }

  /** Adds a whole number. */
  public FrameBytes add(int number) {
    return add(Integer.toString(number));
  }

  /** Adds text as it stands within a JSON string, without the quotes. */
  public FrameBytes addEscaped(String text) {
    int chars = text.length();
    reserve(chars);
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '"' || c == '\\') { // such as texts often have
        reserve(chars - i + 1);
        bytes[length++] = '\\';
        bytes[length++] = (byte) (c == '\n' ? 'n' : c);
      } else if (c < ' ' || c > '~') {
        return addEncoded(text.substring(i));
      } else {
        bytes[length++] = (byte) c;
      }
    }
    return this;
  }

  /** Halves of surrogate pairs, which UTF-8 cannot say, stand as escapes, as JSON allows. */
  private FrameBytes addEncoded(String text) {
    int from = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        add(quoted(text.substring(from, i))).add("\\u" + Integer.toHexString(c));
        from = i + 1;
      }
    }
    return add(quoted(text.substring(from)));
  }

  private static byte[] quoted(String text) {
    return JsonStringEncoder.getInstance().quoteAsUTF8(text);
  }

  /** Adds text as a JSON string. */
  public FrameBytes addQuoted(String text) {
    return add(QUOTE).addEscaped(text).add(QUOTE);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  /** How many there are. */
  public int length() {
    return length;
  }

  /** The array that holds them from its start; it is longer, and of no use after the next call. */
  public byte[] array() {
    return bytes;
  }

  /** A copy of them. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }
}
