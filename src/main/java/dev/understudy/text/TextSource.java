package dev.understudy.text;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Text that reads like an answer and means nothing: sentences in paragraphs, lists, tables and
 * code, of words and blocks whose tokens are known, so that it need not be tokenised. The same
 * generator state writes the same text, and a longer text begins like a shorter one, token for
 * token. Safe on any thread.
 */
public final class TextSource {

  private static final int FEWEST_ITEMS = 3;
  private static final int MOST_ITEMS = 7;
  private static final int MOST_SENTENCES = 6;

  private static final Map<Tokenizer, TextSource> SOURCES = new ConcurrentHashMap<>();

  private final Template[] sentences;
  private final Template[] codeIntros;
  private final Template[] listIntros;
  private final Template[] stepIntros;
  private final Template[] tableIntros;
  private final Template[] tableHeads;
  private final Template[] items;
  private final Template[] steps;
  private final Template[] rows;
  private final Phrase bullet;
  private final Phrase[] numbers;
  private final Snippets snippets;

  private TextSource(Tokenizer tokenizer) {
    Lexicon lexicon = new Lexicon(tokenizer);
    sentences = lexicon.templates("sentence");
    codeIntros = lexicon.templates("code-intro");
    listIntros = lexicon.templates("list-intro");
    stepIntros = lexicon.templates("step-intro");
    tableIntros = lexicon.templates("table-intro");
    tableHeads = lexicon.templates("table-head");
    items = lexicon.templates("item");
    steps = lexicon.templates("step");
    rows = lexicon.templates("row");
    bullet = lexicon.phrase("-");
    numbers =
        IntStream.rangeClosed(1, MOST_ITEMS)
            .mapToObj(number -> lexicon.phrase(number + "."))
            .toArray(Phrase[]::new);
    snippets = new Snippets(lexicon);
  }

  /** The source whose texts are in that tokenizer's tokens; made at the first call, then kept. */
  public static TextSource of(Tokenizer tokenizer) {
    return SOURCES.computeIfAbsent(tokenizer, TextSource::new);
  }

  /**
   * A text of at least so many tokens, which ends with a whole sentence, row or block of code.
   *
   * @param tokens from 0
   */
  public TokenText write(RandomGenerator random, int tokens, TextStyle style) {
    TextWriter writer = new TextWriter(random, tokens);
    while (!writer.isFull()) {
      switch (style) {
        case PROSE -> {}
        case LIST -> list(writer, listIntros, items, false);
        case STEPS -> list(writer, stepIntros, steps, true);
        case TABLE -> table(writer);
        default -> code(writer, Objects.requireNonNull(style.language));
      }
      paragraph(writer);
    }
    return writer.written();
  }

  private void paragraph(TextWriter writer) {
    int sentences = writer.between(2, MOST_SENTENCES);
    if (!writer.isFull()) {
      writer.first(this.sentences, 0);
    }
    for (int left = sentences - 1; left > 0 && !writer.isFull(); left--) {
      writer.next(this.sentences, left == 1 ? 2 : 0);
    }
  }

  private void list(TextWriter writer, Template[] intros, Template[] items, boolean numbered) {
    writer.first(intros, 2);
    int last = writer.between(FEWEST_ITEMS, MOST_ITEMS) - 1;
    for (int i = 0; i <= last && !writer.isFull(); i++) {
      writer.add(numbered ? numbers[i] : bullet);
      writer.next(items, i == last ? 2 : 1);
    }
  }

  private void table(TextWriter writer) {
    writer.first(tableIntros, 2);
    if (!writer.isFull()) {
      writer.first(tableHeads, 1);
    }
    int last = writer.between(FEWEST_ITEMS, MOST_ITEMS) - 1;
    for (int i = 0; i <= last && !writer.isFull(); i++) {
      writer.first(rows, i == last ? 2 : 1);
    }
  }

  private void code(TextWriter writer, String language) {
    writer.first(codeIntros, 2);
    if (!writer.isFull()) {
      writer.code(snippets, language);
    }
  }
}
