package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says in which parts a query and the name that it resolved to differ. */
final class Differences {

  private Differences() {}

  /** An owner that the query names and the model's name has not or spells as another. */
  static Optional<Change> owner(ParsedName query, Entry entry) {
    String asked = query.owner();
    String owner = entry.name().owner();
    return asked == null || asked.equals(owner)
        ? Optional.empty()
        : Optional.of(new Change("owner", asked, owner));
  }

  /** Other case or separators in the part after the owner. */
  static Optional<Change> spelling(ParsedName query, Entry entry) {
    return query.bare().equals(entry.name().bare())
        ? Optional.empty()
        : Optional.of(new Change("case_and_separators", query.bare(), entry.name().bare()));
  }

  /** What the query says otherwise than the name, or besides it. */
  static List<Change> changed(ParsedName query, TokenMatch match) {
    List<Change> changed = new ArrayList<>();
    owner(query, match.entry()).ifPresent(changed::add);
    match.dropped().forEach(t -> changed.add(new Change(part(t), t.text(), null)));
    ParsedName name = match.entry().name();
    if (changed.isEmpty() && match.extra().isEmpty()) {
      if (query.tokens().equals(name.tokens())) {
        spelling(query, match.entry()).ifPresent(changed::add);
      } else {
        // All parts are there, so they stand elsewhere, or an owner's word is among them.
        changed.add(new Change("order", query.bare(), name.bare()));
      }
    }
    return changed;
  }

  /** What the name says and the query does not. */
  static List<Change> filled(ParsedName query, TokenMatch match) {
    List<Change> filled = new ArrayList<>();
    String owner = match.entry().name().owner();
    if (query.owner() == null && owner != null) {
      filled.add(new Change("owner", null, owner));
    }
    match.extra().forEach(token -> filled.add(new Change(part(token), null, token.text())));
    return filled;
  }

  private static String part(Token token) {
    return switch (token.kind()) {
      case NUMBER -> "version";
      case SIZE -> "size";
      case DATE -> "date";
      case FILLER -> "finish";
      case FORMAT -> "format";
      case TIER -> "tier";
      case WORD -> "variant";
    };
  }

  /**
   * True when the query writes a size with a dot that the name does not have: {@code gemma-3.1b} is
   * not {@code gemma-3-1b}, though case and separators are all that differs.
   */
  static boolean splitsSize(ParsedName query, ParsedName name) {
    return query.tokens().stream()
        .anyMatch(
            token ->
                token.kind() == TokenKind.SIZE
                    && token.text().indexOf('.') >= 0
                    && !name.tokens().contains(token));
  }
}
