package dev.understudy.discovery;

import dev.understudy.discovery.NameParser.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Joins the pieces of a name that are one date or one version: {@code 2024-11-20}, {@code 3-5}. */
final class VersionsAndDates {

  private static final String MONTH = "(?:0[1-9]|1[0-2])";
  private static final String DAY = "(?:0[1-9]|[12][0-9]|3[01])";
  private static final Pattern YEAR_PART = Pattern.compile("20[1-3][0-9]");
  private static final Pattern MONTH_PART = Pattern.compile(MONTH);
  private static final Pattern DAY_PART = Pattern.compile(DAY);

  /** {@code yyyyMMdd}, {@code yyMMdd}, {@code MMdd} or {@code yyMM}, the latter from 2022 on. */
  private static final Pattern DATE =
      Pattern.compile(
          "20[1-3][0-9]"
              + MONTH
              + DAY
              + "|"
              + MONTH
              + DAY
              + "|(?:2[2-9]|3[0-9])"
              + MONTH
              + "(?:"
              + DAY
              + ")?");

  /** The first part of a version: a number of at most two digits, perhaps with a short prefix. */
  private static final Pattern MAJOR = Pattern.compile("[a-z]{0,2}[0-9]{1,2}");

  /** The second part: at most two digits, perhaps with a letter ({@code glm-4-5v}). */
  private static final Pattern MINOR = Pattern.compile("[0-9]{1,2}[a-z]?");

  private VersionsAndDates() {}

  static List<Piece> join(List<Piece> pieces) {
    List<Piece> joined = new ArrayList<>(pieces.size());
    int i = 0;
    while (i < pieces.size()) {
      int span = dateSpan(pieces, i);
      if (span > 0) {
        joined.add(new Piece(TokenKind.DATE, dateText(pieces, i, span)));
      } else if (isVersionAt(pieces, i)) {
        span = 2;
        String version = pieces.get(i).text() + "." + pieces.get(i + 1).text();
        joined.add(new Piece(TokenKind.NUMBER, version));
      } else {
        span = 1;
        joined.add(pieces.get(i));
      }
      i += span;
    }
    return joined;
  }

  /** How many pieces from there on are one date: 0 to 3. */
  private static int dateSpan(List<Piece> pieces, int i) {
    if (matches(YEAR_PART, pieces, i) && matches(MONTH_PART, pieces, i + 1)) {
      return matches(DAY_PART, pieces, i + 2) ? 3 : 2;
    }
    if (matches(MONTH_PART, pieces, i) && matches(YEAR_PART, pieces, i + 1)) {
      return 2;
    }
    return matches(DATE, pieces, i) ? 1 : 0;
  }

  /** The digits of a date, the year first where it has one. */
  private static String dateText(List<Piece> pieces, int i, int span) {
    String first = pieces.get(i).text();
    if (span == 2 && first.length() == 2) {
      return pieces.get(i + 1).text() + first;
    }
    StringBuilder digits = new StringBuilder();
    pieces.subList(i, i + span).forEach(piece -> digits.append(piece.text()));
    return digits.toString();
  }

  private static boolean isVersionAt(List<Piece> pieces, int i) {
    return matches(MAJOR, pieces, i)
        && matches(MINOR, pieces, i + 1)
        && dateSpan(pieces, i + 1) == 0;
  }

  private static boolean matches(Pattern pattern, List<Piece> pieces, int i) {
    return i < pieces.size()
        && pieces.get(i).kind() == TokenKind.NUMBER
        && pattern.matcher(pieces.get(i).text()).matches();
  }
}
