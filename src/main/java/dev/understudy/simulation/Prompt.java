package dev.understudy.simulation;

import dev.understudy.model.UnderstudyException;
import dev.understudy.text.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked, as far as its length goes. Immutable.
 *
 * @param texts to be counted in tokens
 * @param otherTokens what counts beside them: the frame of each message, images, or all of it where
 *     there is no text; from 0
 */
public record Prompt(List<String> texts, int otherTokens) {

  /** More than any model reads; with an answer's tokens it is still an int. */
  private static final int MOST_TOKENS = 1_000_000_000;

  /** Refuses a negative count. */
  public Prompt {
    texts = List.copyOf(texts);
    if (otherTokens < 0) {
      throw UnderstudyException.invalid("prompt_tokens", otherTokens, "a whole number from 0");
    }
  }

  /** A prompt of texts alone. */
  public static Prompt of(List<String> texts) {
    return new Prompt(texts, 0);
  }

  /** A prompt of which only the length is known. */
  public static Prompt ofTokens(int tokens) {
    return new Prompt(List.of(), tokens);
  }

  /** The tokens of its texts, one after the other. */
  int[] encode(Tokenizer tokenizer) {
    return texts.stream().map(tokenizer::encode).flatMapToInt(Arrays::stream).toArray();
  }

  /** Its length in tokens; all that are longer than any model reads are of the same. */
  public int tokens(Tokenizer tokenizer) {
    long tokens = otherTokens;
    for (String text : texts) {
      tokens += tokenizer.count(text);
    }
    return (int) Math.min(tokens, MOST_TOKENS);
  }
}
