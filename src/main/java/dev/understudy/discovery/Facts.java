package dev.understudy.discovery;

import dev.understudy.discovery.NameIndex.Entry;
import dev.understudy.model.AliasKind;
import dev.understudy.model.MoEConfig;
import dev.understudy.model.ModelDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether a part of a query that a model's name does not have is a known fact of the model. */
final class Facts {

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.BASIC_ISO_DATE,
          DateTimeFormatter.ofPattern("yyMMdd"),
          DateTimeFormatter.ofPattern("yyyyMM"),
          DateTimeFormatter.ofPattern("yyMM"),
          DateTimeFormatter.ofPattern("MMdd"));

  private static final Set<Character> UNITS = Set.of('b', 'm', 't');

  private Facts() {}

  /**
   * True when the model is known to have that date, size or version. What its name and its id say
   * stands: a name with a size or a version has no other, and one that moves has no date.
   */
  static boolean confirm(Token token, Entry entry) {
    ModelDefinition model = entry.model();
    return switch (token.kind()) {
      case DATE -> !moves(entry) && isDate(token, model);
      case SIZE -> !has(entry, t -> isSizeLike(t, token)) && isSize(token.text(), model);
      case NUMBER ->
          !has(entry, t -> t.kind() == TokenKind.NUMBER) && token.text().equals(model.version());
      case TIER, FILLER, FORMAT, WORD -> false;
    };
  }

  /** True for a name without a date of a model with one, save another host's. */
  private static boolean moves(Entry entry) {
    if (entry.name().tokens().stream().anyMatch(t -> t.text().equals(NameWords.LATEST))) {
      return true;
    }
    String name = entry.name().text();
    return !entry.name().has(TokenKind.DATE)
        && NameParser.parse(entry.model().id()).has(TokenKind.DATE)
        && entry.model().aliases().stream()
            .noneMatch(alias -> alias.kind() == AliasKind.HOST && alias.name().equals(name));
  }

  /** Whether the name or the id has such a part. */
  private static boolean has(Entry entry, Predicate<Token> part) {
    return entry.name().tokens().stream().anyMatch(part)
        || NameParser.parse(entry.model().id()).tokens().stream().anyMatch(part);
  }

  /** True for two sizes of the same kind, active or all. */
  private static boolean isSizeLike(Token one, Token other) {
    return one.kind() == TokenKind.SIZE
        && (one.text().charAt(0) == 'a') == (other.text().charAt(0) == 'a');
  }

  private static boolean isDate(Token token, ModelDefinition model) {
    LocalDate released = model.releaseDate();
    return released != null
        && DATES.stream().anyMatch(f -> f.format(released).equals(token.text()));
  }

  private static boolean isSize(String text, ModelDefinition model) {
    MoEConfig moe = model.capabilities().moeConfig();
    if (text.charAt(0) == 'a') {
      return moe != null && isCount(text.substring(1), moe.activeParams());
    }
    return NameParser.isDigit(text.charAt(0)) && isCount(text, model.parameterCount());
  }

  /** The count, rounded to as many digits as the text has. */
  private static boolean isCount(String text, @Nullable Long count) {
    char unit = text.charAt(text.length() - 1);
    if (count == null || !UNITS.contains(unit) || text.indexOf('x') >= 0) {
      return false;
    }
    BigDecimal said = new BigDecimal(text.substring(0, text.length() - 1));
    int digits = unit == 'm' ? 6 : unit == 'b' ? 9 : 12;
    BigDecimal known = BigDecimal.valueOf(count).movePointLeft(digits);
    return known.setScale(said.scale(), RoundingMode.HALF_UP).compareTo(said) == 0;
  }
}
