package dev.understudy.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import dev.understudy.model.ModelDefinition;

/**
 * Byte-pair tokens of one of OpenAI's vocabularies; names of special tokens are ordinary text, and
 * a word of more than 4,096 characters is several. Each is loaded when it is first asked for, which
 * takes up to a second, so that belongs on a worker thread. Safe on any thread.
 */
public final class Tokenizer {

  private final String name;
  private final Encoding encoding;

  private Tokenizer(EncodingType type) {
    this.name = type.getName();
    this.encoding = Encodings.newLazyEncodingRegistry().getEncoding(type);
  }

  /** The vocabulary o200k_base, of GPT-4o and all that came after it. */
  public static Tokenizer o200k() {
    return O200k.TOKENIZER;
  }

  /** The vocabulary cl100k_base, of GPT-4, GPT-3.5 and the embedding models. */
  public static Tokenizer cl100k() {
    return Cl100k.TOKENIZER;
  }

  /**
   * The tokenizer of a model, or the nearest one: o200k_base for all whose own is not known. See
   * {@link #isExactFor}.
   */
  public static Tokenizer of(ModelDefinition model) {
    return TokenizerRule.of(model) == TokenizerRule.CL100K ? cl100k() : o200k();
  }

  /** Whether this is the model's own tokenizer, not the nearest. */
  public boolean isExactFor(ModelDefinition model) {
    return TokenizerRule.of(model) != TokenizerRule.UNKNOWN && of(model) == this;
  }

  /**
   * What a model's tokens are counted in: {@code o200k_base}, or {@code o200k_base; nearest} where
   * that is not its own. Loads nothing.
   */
  public static String nameFor(ModelDefinition model) {
    return switch (TokenizerRule.of(model)) {
      case CL100K -> EncodingType.CL100K_BASE.getName();
      case O200K -> EncodingType.O200K_BASE.getName();
      case UNKNOWN -> EncodingType.O200K_BASE.getName() + "; nearest";
    };
  }

  /** The vocabulary's name: {@code o200k_base}. */
  public String name() {
    return name;
  }

  private static final class O200k {
    static final Tokenizer TOKENIZER = new Tokenizer(EncodingType.O200K_BASE);
  }

  private static final class Cl100k {
    static final Tokenizer TOKENIZER = new Tokenizer(EncodingType.CL100K_BASE);
  }

  /** The tokens of a text. */
  public int[] encode(String text) {
    return tokens(text).toArray();
  }

  private IntArrayList tokens(String text) {
    IntArrayList all = new IntArrayList();
    Stretches.of(
        wellFormed(text),
        stretch -> {
          IntArrayList some = encoding.encodeOrdinary(stretch);
          all.ensureCapacity(all.size() + some.size());
          for (int i = 0; i < some.size(); i++) {
            all.add(some.get(i));
          }
        });
    return all;
  }

  /** Halves of surrogate pairs, which no vocabulary knows, count as the replacement character. */
  private static String wellFormed(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (text.codePointAt(i) > Character.MAX_VALUE) {
          i++;
        } else {
          mended = mended == null ? new StringBuilder(text) : mended;
          mended.setCharAt(i, '\uFFFD');
        }
      }
    }
    return mended == null ? text : mended.toString();
  }

  /** How many tokens a text has. */
  public int count(String text) {
    int[] count = new int[1];
    Stretches.of(wellFormed(text), stretch -> count[0] += encoding.countTokensOrdinary(stretch));
    return count[0];
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
    IntArrayList tokens = tokens(text);
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
