package dev.understudy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence with slots for words, cut where no token reaches across: before a space that stands
 * before a word, between a word and the signs after it, between two signs or more and a word, and
 * after line breaks that end a sentence. The vocabularies split text there before they look for
 * tokens, by the patterns of OpenAI's {@code tiktoken_ext/openai_public.py}. Immutable.
 */
final class Template {

  private static final Pattern SLOT = Pattern.compile("( ?)\\{(\\w+)}");

  /** What it begins with, at the start of a line and after a space. */
  final Phrase atLineStart;

  final Phrase afterSpace;

  /** What follows: of each, one is drawn. */
  final List<Phrase[]> parts;

  /** How it ends, with none, one and two line breaks. */
  final Phrase[] mark;

  private Template(Phrase atLineStart, Phrase afterSpace, List<Phrase[]> parts, Phrase[] mark) {
    this.atLineStart = atLineStart;
    this.afterSpace = afterSpace;
    this.parts = parts;
    this.mark = mark;
  }

  /** Reads a template: names of words in braces, a {@link Mark} at the end. */
  static Template parse(String text, Lexicon lexicon) {
    Mark mark = Mark.of(text);
    String body = text.substring(0, text.length() - mark.text.length());
    List<Phrase[]> parts = new ArrayList<>();
    Matcher slot = SLOT.matcher(body);
    int end = slot.find() ? slot.start() : body.length();
    String first = body.substring(0, end);
    slot.reset();
    while (slot.find()) {
      literal(lexicon, body.substring(end, slot.start()), parts);
      parts.add(lexicon.words(slot.group(1), slot.group(2)));
      end = slot.end();
    }
    literal(lexicon, body.substring(end), parts);
    return new Template(
        lexicon.phrase(first),
        lexicon.phrase(" " + first),
        List.copyOf(parts),
        mark.phrases(lexicon));
  }

  private static void literal(Lexicon lexicon, String text, List<Phrase[]> parts) {
    if (!text.isEmpty()) {
      parts.add(new Phrase[] {lexicon.phrase(text)});
    }
  }
}
