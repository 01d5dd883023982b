package dev.understudy.discovery;

/**
 * Optimal string alignment distances, see {@link EditDistance}, from one text to many. A column of
 * the table is kept in the bits of a few words, so that a letter of the other text costs some
 * twenty operations instead of one for each letter of the one [1]. Immutable; any thread.
 *
 * <p>[1] Hyyrö: A bit-vector algorithm for computing Levenshtein and Damerau edit distances. Nordic
 * Journal of Computing 10(1), 2003.
 */
final class EditDistances {

  /** One bit for each letter. */
  private static final int LONGEST = Long.SIZE;

  private static final int ASCII = 128;

  private final String text;

  /** For each character the places where the text has it; empty when the text does not fit. */
  private final long[] places;

  EditDistances(String text) {
    this.text = text;
    this.places = places(text);
  }

  private static long[] places(String text) {
    if (text.isEmpty() || text.length() > LONGEST || !text.chars().allMatch(c -> c < ASCII)) {
      return new long[0];
    }
    long[] places = new long[ASCII];
    for (int i = 0; i < text.length(); i++) {
      places[text.charAt(i)] |= 1L << i;
    }
    return places;
  }

  /** 1 for equal texts, 0 for texts with nothing in common: 1 - distance / longer length. */
  double similarity(String other) {
    int longer = Math.max(text.length(), other.length());
    return longer == 0 ? 1 : 1 - (double) to(other) / longer;
  }

  /** The distance to another text. */
  int to(String other) {
    return places.length == 0
        ? EditDistance.osa(text, other, Math.max(text.length(), other.length()))
        : byBits(other);
  }

  /** The names are those of the paper: D0, HP, HN, VP, VN, and PM of this and the last column. */
  private int byBits(String other) {
    long last = 1L << (text.length() - 1);
    long vp = -1;
    long vn = 0;
    long d0 = 0;
    long pmBefore = 0;
    int distance = text.length();
    for (int j = 0; j < other.length(); j++) {
      char c = other.charAt(j);
      long pm = c < ASCII ? places[c] : 0;
      long swapped = ((~d0 & pm) << 1) & pmBefore;
      d0 = (((pm & vp) + vp) ^ vp) | pm | vn | swapped;
      long hp = vn | ~(d0 | vp);
      long hn = d0 & vp;
      distance += (hp & last) != 0 ? 1 : 0;
      distance -= (hn & last) != 0 ? 1 : 0;
      hp = (hp << 1) | 1;
      hn <<= 1;
      vp = hn | ~(d0 | hp);
      vn = hp & d0;
      pmBefore = pm;
    }
    return distance;
  }
}
