package dev.understudy.text;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A text that grows by phrases until it is long enough. For one thread. */
final class TextWriter {

  private static final int CHARACTERS_PER_TOKEN = 7;

  /** So that a last sentence or block of code seldom makes the arrays grow. */
  private static final int SPARE_TOKENS = 64;

  private final RandomGenerator random;
  private final int wanted;
  private final StringBuilder text;
  private int[] ends;
  private int tokens;

  TextWriter(RandomGenerator random, int wanted) {
    this.random = random;
    this.wanted = wanted;
    ends = new int[wanted + SPARE_TOKENS];
    text = new StringBuilder(CHARACTERS_PER_TOKEN * ends.length);
  }

  /** Whether it has as many tokens as are wanted. */
  boolean isFull() {
    return tokens >= wanted;
  }

  TokenText written() {
    return new TokenText(text.toString(), Arrays.copyOf(ends, tokens));
  }

  /** A whole number of [low, high]. */
  int between(int low, int high) {
    return low + (int) (random.nextDouble() * (high - low + 1));
  }

  void add(Phrase phrase) {
    int start = text.length();
    text.append(phrase.text);
    if (tokens + phrase.ends.length > ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length + phrase.ends.length);
    }
    for (int end : phrase.ends) {
      ends[tokens++] = start + end;
    }
  }

  /** One of the blocks of code. */
  void code(Snippets snippets, String language) {
    add(snippets.draw(random, language));
  }

  /** One of the sentences, at the start of a line. */
  void first(Template[] choices, int lineBreaks) {
    Template template = choices[between(0, choices.length - 1)];
    add(template.atLineStart);
    rest(template, lineBreaks);
  }

  /** One of the sentences, after another or a list's sign. */
  void next(Template[] choices, int lineBreaks) {
    Template template = choices[between(0, choices.length - 1)];
    add(template.afterSpace);
    rest(template, lineBreaks);
  }

  private void rest(Template template, int lineBreaks) {
    for (Phrase[] choices : template.parts) {
      add(choices.length == 1 ? choices[0] : choices[between(0, choices.length - 1)]);
    }
    add(template.mark[lineBreaks]);
  }
}
