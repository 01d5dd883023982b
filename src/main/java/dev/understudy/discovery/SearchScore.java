package dev.understudy.discovery;

/**
 * The score of a hit as a whole number that orders hits: the query is a name; how many words match;
 * none of them by a near word only; a name begins with one; how many match whole. What comes first
 * outweighs all that follows.
 */
final class SearchScore {

  /** How many words of the query are whole words of the model. */
  static final int WHOLE = 0;

  /** A name of the model begins with a word of the query. */
  static final int BEGINS = 5;

  /** No word matches by a near word only. */
  static final int AS_WRITTEN = 6;

  /** How many words of the query the model has. */
  static final int MATCHED = 7;

  /** The query is a name of the model. */
  static final int NAMED = 12;

  /** How many bits that makes. */
  static final int BITS = 13;

  /** The most words that can be counted. */
  static final int MAX_WORDS = 16;

  private static final int COUNT = 2 * MAX_WORDS - 1;

  private static final double AS_WRITTEN_SHARE = 0.5;
  private static final double BEGINS_SHARE = 0.25;
  private static final double WHOLE_SHARE = 0.2;

  private SearchScore() {}

  /** The score as people see it, 0 to 1, in the same order: words matched, of one more than all. */
  static double shown(int score, int words) {
    if (has(score, NAMED)) {
      return 1;
    }
    double matched =
        (score >> MATCHED & COUNT)
            + (has(score, AS_WRITTEN) ? AS_WRITTEN_SHARE : 0)
            + (has(score, BEGINS) ? BEGINS_SHARE : 0)
            + WHOLE_SHARE * (score >> WHOLE & COUNT) / words;
    return matched / (words + 1);
  }

  private static boolean has(int score, int bit) {
    return (score >> bit & 1) != 0;
  }
}
