package dev.understudy.discovery;

import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelQuery;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for, and which part of what is found. Safe on any thread.
 *
 * @param text words, at most {@value #MAX_TEXT_LENGTH} characters; none finds nothing
 * @param filters which models may be found: those that a list with these filters has; the order and
 *     the page of that list do not count
 * @param limit the most hits on the page, 1 to {@value #MAX_LIMIT}
 * @param after where the page before ended, as that page said; null for the first page
 */
public record SearchQuery(String text, ModelQuery filters, int limit, @Nullable String after) {

  /** The longest text, in characters. */
  public static final int MAX_TEXT_LENGTH = 400;

  /** The most hits on one page. */
  public static final int MAX_LIMIT = 100;

  /** Refuses what is out of range. */
  public SearchQuery {
    if (text.length() > MAX_TEXT_LENGTH) {
      String expected = "at most " + MAX_TEXT_LENGTH + " characters";
      throw UnderstudyException.invalid("q", text.length() + " characters", expected);
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw UnderstudyException.invalid("limit", limit, "a whole number from 1 to " + MAX_LIMIT);
    }
  }

  /** The first hits among all models. */
  public SearchQuery(String text, int limit) {
    this(text, ModelQuery.ALL, limit, null);
  }
}
