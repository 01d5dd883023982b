package dev.understudy.text;

/**
 * A piece of text and where its tokens end. What follows it and what it follows must not change its
 * tokens; {@link Template} says why they do not. Immutable.
 */
final class Phrase {

  final String text;
  final int[] ends;

  Phrase(Tokenizer tokenizer, String text) {
    this.text = text;
    TokenText tokens = tokenizer.split(text);
    ends = new int[tokens.tokens()];
    int end = 0;
    for (int k = 0; k < ends.length; k++) {
      end += tokens.piece(k).length();
      ends[k] = end;
    }
  }
}
