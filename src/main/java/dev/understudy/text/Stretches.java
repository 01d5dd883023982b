package dev.understudy.text;

import java.util.function.Consumer;

/**
 * Cuts what a tokenizer would take for one endless word. Its time and memory for a word grow faster
 * than the word: sixteen million letters without a space take gigabytes.
 */
final class Stretches {

  /**
   * The characters in a row that may be all letters, all space or all something else; so many of a
   * kind are no text that anybody counts by hand. Digits go three by three and need no cut.
   */
  static final int LONGEST_RUN = 4_096;

  private Stretches() {}

  /**
   * A text in stretches, which together are the text and whose tokens are its tokens, but for one
   * at each cut. A text without such a run is one stretch.
   */
  static void of(String text, Consumer<String> each) {
    int from = 0;
    int run = 0;
    Kind last = Kind.DIGIT;
    for (int i = 0; text.length() > LONGEST_RUN && i < text.length(); ) {
      int character = text.codePointAt(i);
      Kind kind = Kind.of(character);
      if (kind != last || kind == Kind.DIGIT) {
        run = i;
        last = kind;
      } else if (i - run >= LONGEST_RUN) {
        each.accept(text.substring(from, i));
        from = i;
        run = i;
      }
      i += Character.charCount(character);
    }
    each.accept(text.substring(from));
  }

  private enum Kind {
    LETTER,
    DIGIT,
    SPACE,
    OTHER;

    static Kind of(int character) {
      return switch (Character.getType(character)) {
        case Character.UPPERCASE_LETTER,
            Character.LOWERCASE_LETTER,
            Character.TITLECASE_LETTER,
            Character.MODIFIER_LETTER,
            Character.OTHER_LETTER,
            Character.NON_SPACING_MARK,
            Character.ENCLOSING_MARK,
            Character.COMBINING_SPACING_MARK ->
            LETTER;
        case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
            DIGIT;
        default ->
            Character.isWhitespace(character) || Character.isSpaceChar(character) ? SPACE : OTHER;
      };
    }
  }
}
