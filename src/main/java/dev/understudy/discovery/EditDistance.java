package dev.understudy.discovery;

/**
 * Optimal string alignment: insertions, deletions, substitutions and transpositions of neighbours,
 * no part edited twice. Bounded: rows are cut off as soon as the limit is passed.
 */
final class EditDistance {

  private EditDistance() {}

  /** The distance, or {@code limit + 1} when it is greater than {@code limit}. */
  static int osa(String one, String other, int limit) {
    int columns = other.length();
    if (Math.abs(one.length() - columns) > limit) {
      return limit + 1;
    }
    int[] beforeLast = new int[columns + 1];
    int[] last = new int[columns + 1];
    int[] row = new int[columns + 1];
    for (int j = 0; j <= columns; j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      row[0] = i;
      int best = i;
      for (int j = 1; j <= columns; j++) {
        int cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        int edits = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && isSwap(one, other, i, j)) {
          edits = Math.min(edits, beforeLast[j - 2] + 1);
        }
        row[j] = edits;
        best = Math.min(best, edits);
      }
      if (best > limit) {
        return limit + 1;
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return Math.min(last[columns], limit + 1);
  }

  private static boolean isSwap(String one, String other, int i, int j) {
    return one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
  }
}
