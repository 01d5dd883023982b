package dev.understudy.discovery;

import dev.understudy.model.MoEConfig;
import dev.understudy.model.ModelDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
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

  /** True when the model is known to have that date, size or version. */
  static boolean confirm(Token token, ModelDefinition model) {
    return switch (token.kind()) {
      case DATE -> isDate(token, model.releaseDate());
      case SIZE -> isSize(token.text(), model);
      case NUMBER -> token.text().equals(model.version());
      case TIER, FILLER, FORMAT, WORD -> false;
    };
  }

  private static boolean isDate(Token token, @Nullable LocalDate released) {
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
    return known.setScale(said.scale(), RoundingMode.HALF_UP).equals(said);
  }
}
