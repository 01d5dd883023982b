package dev.understudy.text;

import java.util.Arrays;

/**
 * A text and where each of its tokens ends: one string and an int a token, instead of a string a
 * token. Immutable.
 */
public final class TokenText {

  private final String text;
  private final int[] ends;

  /** Owns {@code ends}: rising positions in {@code text}, the last its length. */
  public TokenText(String text, int[] ends) {
    this.text = text;
    this.ends = ends;
  }

  /** Tokens that say nothing, for streams that are only about time. */
  public static TokenText silent(int tokens) {
    return new TokenText("", new int[tokens]);
  }

  /** How many tokens. */
  public int tokens() {
    return ends.length;
  }

  /** All of it. */
  public String text() {
    return text;
  }

  /**
   * What token {@code k} adds; empty when the token ends inside a character, which then goes out
   * with the next one.
   */
  public String piece(int k) {
    return text.substring(start(k), ends[k]);
  }

  /** What the tokens before {@code k} say. */
  public String before(int k) {
    return text.substring(0, start(k));
  }

  /** The first {@code tokens} tokens. */
  public TokenText first(int tokens) {
    return tokens >= ends.length
        ? this
        : new TokenText(before(tokens), Arrays.copyOf(ends, tokens));
  }

  /** What stands before position {@code length}; a token that only begins there is kept in part. */
  public TokenText cutAt(int length) {
    int tokens = 0;
    while (tokens < ends.length && start(tokens) < length) {
      tokens++;
    }
    int[] kept = Arrays.copyOf(ends, tokens);
    if (tokens > 0) {
      kept[tokens - 1] = Math.min(kept[tokens - 1], length);
    }
    return new TokenText(text.substring(0, length), kept);
  }

  /**
   * The same text in which the last token of a chunk adds all that the chunk says, and the others
   * nothing.
   *
   * @param chunkEnds before which token each chunk ends, rising, the last at the number of tokens
   */
  public TokenText inChunks(int[] chunkEnds) {
    int[] joined = new int[ends.length];
    int from = 0;
    for (int end : chunkEnds) {
      Arrays.fill(joined, from, end - 1, start(from));
      joined[end - 1] = ends[end - 1];
      from = end;
    }
    return new TokenText(text, joined);
  }

  private int start(int k) {
    return k == 0 ? 0 : ends[k - 1];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenText that
        && text.equals(that.text)
        && Arrays.equals(ends, that.ends);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + Arrays.hashCode(ends);
  }

  @Override
  public String toString() {
    return ends.length + " tokens: " + text;
  }
}
