package dev.understudy.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import java.util.Base64;

/**
 * Where a page of a search ended: by what hits are ordered, so that the next page starts right even
 * when that model is gone. As text it starts with {@code ~} and is safe in a URL.
 *
 * @param words says which search it is of
 */
record SearchCursor(int words, int score, int statusRank, long born, String id) {

  private static final String PREFIX = "~";
  private static final String SEPARATOR = "\n";
  private static final int PARTS = 5;

  /** The cursor behind a hit. */
  static SearchCursor behind(String folded, int score, ModelDefinition model) {
    return new SearchCursor(
        folded.hashCode(),
        score,
        SearchDocument.statusRank(model),
        SearchDocument.born(model),
        model.id());
  }

  /** Whether the model comes after that place among those of the same score. */
  boolean isBefore(ModelDefinition model) {
    int rank = SearchDocument.statusRank(model);
    if (rank != statusRank) {
      return rank > statusRank;
    }
    long its = SearchDocument.born(model);
    return its != born ? its < born : model.id().compareTo(id) > 0;
  }

  String text() {
    String plain =
        String.join(
            SEPARATOR,
            Integer.toString(words),
            Integer.toString(score),
            Integer.toString(statusRank),
            Long.toString(born),
            id);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(UTF_8));
  }

  /**
   * Reads what a search calls {@code after}.
   *
   * @throws UnderstudyException when it is no cursor, or that of a search for something else
   */
  static SearchCursor parse(String after, String folded) {
    SearchCursor cursor = decode(after);
    if (cursor.words != folded.hashCode()) {
      throw invalid(after, "a cursor of a search for the same words");
    }
    return cursor;
  }

  private static SearchCursor decode(String after) {
    try {
      if (after.startsWith(PREFIX)) {
        byte[] plain = Base64.getUrlDecoder().decode(after.substring(PREFIX.length()));
        String[] parts = new String(plain, UTF_8).split(SEPARATOR, PARTS);
        if (parts.length == PARTS) {
          return new SearchCursor(
              Integer.parseInt(parts[0]),
              Integer.parseInt(parts[1]),
              Integer.parseInt(parts[2]),
              Long.parseLong(parts[3]),
              parts[4]);
        }
      }
    } catch (IllegalArgumentException notAsGivenOut) {
      // Said below, as of any other text.
    }
    throw invalid(after, "a cursor as a page of this search gave out");
  }

  private static UnderstudyException invalid(String after, String expected) {
    return UnderstudyException.invalid("after", after, expected);
  }
}
