package dev.understudy.content;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;

/**
 * Byte-pair tokens of OpenAI's o200k_base vocabulary; names of special tokens are ordinary text.
 * Loading it takes half a second, so the first use belongs on a worker thread. Safe on any thread.
 */
public final class Tokenizer {

  private final Encoding encoding;

  private Tokenizer(Encoding encoding) {
    this.encoding = encoding;
  }

  /** The tokenizer, loaded at the first call. */
  public static Tokenizer o200k() {
    return Loaded.O200K;
  }

  private static final class Loaded {
    static final Tokenizer O200K =
        new Tokenizer(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
  }

  /** The tokens of a text. */
  public int[] encode(String text) {
    return encoding.encodeOrdinary(text).toArray();
  }

  /** How many tokens a text has. */
  public int count(String text) {
    return encoding.countTokensOrdinary(text);
  }

  /** Whether that is a token of the vocabulary; special ones count. */
  public boolean knows(int token) {
    try {
      encoding.decodeBytes(one(token));
      return true;
    } catch (NullPointerException | IllegalArgumentException unknown) {
      return false; // the library's word for it is the first, and its documentation's the second
    }
  }

  /**
   * The text of tokens, each of which {@link #knows} says is one; bytes that are no UTF-8 read as
   * replacement characters.
   */
  public String decode(int[] tokens) {
    IntArrayList list = new IntArrayList(tokens.length);
    for (int token : tokens) {
      list.add(token);
    }
    return encoding.decode(list);
  }

  /** What the vocabulary is called, as {@code o200k_base}. */
  public String name() {
    return encoding.getName();
  }

  private static IntArrayList one(int token) {
    IntArrayList one = new IntArrayList(1);
    one.add(token);
    return one;
  }

  /**
   * A text in tokens. A token that ends inside a character is an empty piece, and the next one has
   * the whole; together they are the text.
   */
  public TokenText split(String text) {
    IntArrayList tokens = encoding.encodeOrdinary(text);
    int[] ends = new int[tokens.size()];
    IntArrayList one = new IntArrayList(1);
    Utf8Position position = new Utf8Position();
    int end = 0;
    for (int k = 0; k < ends.length; k++) {
      one.clear();
      one.add(tokens.get(k));
      position.advance(encoding.decodeBytes(one));
      end = position.missingBytes == 0 ? position.chars : end;
      ends[k] = end;
    }
    return new TokenText(text, ends);
  }

  /** How many UTF-16 characters the UTF-8 bytes seen so far begin, and whether all are whole. */
  private static final class Utf8Position {
    private int chars;
    private int missingBytes;

    void advance(byte[] bytes) {
      for (byte b : bytes) {
        if (missingBytes == 0) {
          begin(b & 0xFF);
        } else {
          missingBytes--;
        }
      }
    }

    private void begin(int lead) {
      if (lead < 0x80) {
        missingBytes = 0;
      } else if (lead < 0xE0) {
        missingBytes = 1;
      } else {
        missingBytes = lead < 0xF0 ? 2 : 3;
      }
      chars += missingBytes == 3 ? 2 : 1;
    }
  }
}
