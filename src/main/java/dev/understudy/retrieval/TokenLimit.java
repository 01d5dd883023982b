package dev.understudy.retrieval;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Counts the tokens of an input where a model takes no more than some. Stateless. */
final class TokenLimit {

  /** No token of the vocabularies has more characters. */
  static final int LONGEST_TOKEN = 128;

  private TokenLimit() {}

  /**
   * How many tokens an input has. One that must be too long is refused uncounted, since counting
   * megabytes takes seconds.
   *
   * @param path where it stands, for the message
   * @param most how many it may have; null when no limit is known
   * @param length its length, in characters or tokens
   * @throws UnderstudyException CONTEXT_LENGTH_EXCEEDED, in the words of OpenAI's API
   */
  static int count(String path, @Nullable Integer most, long length, IntSupplier tokens) {
    if (most != null && length > (long) most * LONGEST_TOKEN) {
      throw exceeded(path, most, "more");
    }
    int count = tokens.getAsInt();
    if (most != null && count > most) {
      throw exceeded(path, most, String.valueOf(count));
    }
    return count;
  }

  private static UnderstudyException exceeded(String path, int most, String count) {
    return new UnderstudyException(
        ErrorCode.CONTEXT_LENGTH_EXCEEDED,
        "Invalid '%s': maximum context length is %d tokens. It has %s."
            .formatted(path, most, count),
        "input");
  }
}
