package dev.understudy.content;

import java.util.random.RandomGenerator;

/**
 * Prose-like text that means nothing: varied sentences in paragraphs, from a small vocabulary of
 * everyday words. The same generator state writes the same text, and a longer text begins like a
 * shorter one. Stateless, safe on any thread.
 */
public final class TextSource {

  private static final String[] NOUNS =
      words(
          "answer river window garden question story letter system teacher market engine pattern"
              + " morning village record signal journey picture harbor result method number street"
              + " machine forest library winter message reason museum kitchen station plan team");
  private static final String[] ADJECTIVES =
      words(
          "quiet simple early bright careful common distant modern narrow open patient steady"
              + " useful warm clear gentle hidden large local recent small familiar complete");
  private static final String[] VERBS =
      words(
          "explains follows changes holds reaches carries shows needs keeps finds moves supports"
              + " opens answers measures joins leaves protects repeats describes connects");
  private static final String[] ADVERBS =
      words("often slowly usually rarely quickly again always simply together");
  private static final String[] DETERMINERS = words("the the the our each every this that one");
  private static final String[] PREPOSITIONS = words("in near after before beyond under with from");
  private static final String[] JOINERS = words("and but while because so");
  private static final String[] OPENERS =
      words("However Meanwhile Later First Instead Today Then Still Finally");

  private static final double OPENER_SHARE = 0.2;
  private static final double ADJECTIVE_SHARE = 0.45;
  private static final double ADVERB_SHARE = 0.3;
  private static final double PLACE_SHARE = 0.55;
  private static final double JOIN_SHARE = 0.35;
  private static final double QUESTION_SHARE = 0.08;
  private static final double PARAGRAPH_SHARE = 0.15;

  private static String[] words(String text) {
    return text.split(" ");
  }

  /**
   * Whole sentences of at least {@code words} words; as no word is less than a token, of at least
   * as many tokens.
   */
  public String write(RandomGenerator random, int words) {
    Writer writer = new Writer(random, new StringBuilder(8 * words + 256));
    while (writer.words < words) {
      writer.sentence();
    }
    return writer.text.toString();
  }

  private static final class Writer {
    private final RandomGenerator random;
    private final StringBuilder text;
    private int words;
    private boolean capital;

    Writer(RandomGenerator random, StringBuilder text) {
      this.random = random;
      this.text = text;
    }

    void sentence() {
      if (!text.isEmpty()) {
        text.append(chance(PARAGRAPH_SHARE) ? "\n\n" : " ");
      }
      capital = true;
      if (chance(OPENER_SHARE)) {
        word(OPENERS);
        text.append(',');
      }
      clause();
      if (chance(JOIN_SHARE)) {
        text.append(',');
        word(JOINERS);
        clause();
      }
      text.append(chance(QUESTION_SHARE) ? '?' : '.');
    }

    private void clause() {
      thing();
      maybe(ADVERB_SHARE, ADVERBS);
      word(VERBS);
      thing();
      if (chance(PLACE_SHARE)) {
        word(PREPOSITIONS);
        thing();
      }
    }

    private void thing() {
      word(DETERMINERS);
      maybe(ADJECTIVE_SHARE, ADJECTIVES);
      word(NOUNS);
    }

    private void maybe(double share, String[] choices) {
      if (chance(share)) {
        word(choices);
      }
    }

    private void word(String[] choices) {
      String word = choices[(int) (random.nextDouble() * choices.length)];
      if (capital) {
        text.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        capital = false;
      } else {
        text.append(' ').append(word);
      }
      words++;
    }

    private boolean chance(double share) {
      return random.nextDouble() < share;
    }
  }
}
