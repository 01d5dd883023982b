package dev.understudy.discovery;

import java.util.List;

/**
 * Where words of a query stand in a text of a model.
 *
 * @param field the JSON name of the field: id, name, aliases, family, owned_by, provider, tags,
 *     capabilities or description
 * @param text the field's text; of a list, one element
 * @param spans the places in the text, ascending, none within another
 */
public record Highlight(String field, String text, List<Span> spans) {

  /** Copies the list. */
  public Highlight {
    spans = List.copyOf(spans);
  }

  /**
   * A part of a text.
   *
   * @param start the index of its first character (UTF-16 unit), from 0
   * @param end the index behind its last
   */
  public record Span(int start, int end) {}
}
