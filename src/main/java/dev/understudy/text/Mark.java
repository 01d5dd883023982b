package dev.understudy.text;

import java.util.stream.Stream;

/** How a sentence or a table's row ends. Its line breaks are part of the same token. */
enum Mark {
  STOP("."),
  QUESTION("?"),
  COLON(":"),
  CELL(" |");

  final String text;

  Mark(String text) {
    this.text = text;
  }

  /** The one that a text ends with. */
  static Mark of(String text) {
    return Stream.of(values())
        .filter(mark -> text.endsWith(mark.text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(text + " (expected: a mark at its end)"));
  }

  /** With none, one and two line breaks. */
  Phrase[] phrases(Lexicon lexicon) {
    return Stream.of(text, text + "\n", text + "\n\n").map(lexicon::phrase).toArray(Phrase[]::new);
  }
}
