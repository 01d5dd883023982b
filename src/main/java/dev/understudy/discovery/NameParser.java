package dev.understudy.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Takes names apart. Linear in the length of the name.
 *
 * <p>Hyphen, underscore, colon, slash, at, comma, brackets and spaces separate; so does a dot, but
 * between two digits it joins. A plus sign is the word {@code plus}. Any other character is kept as
 * it is, so that a name with one never meets a name without. Versions written {@code 3-5} and
 * {@code 3.5} are the same, and a family glued to its version ({@code llama3.1}) is split; a short
 * prefix is part of its number ({@code o4} is not {@code 4o}).
 *
 * <p>The glued key of a name joins its parts without separators, so {@code GPT_4o} meets {@code
 * gpt-4o} and {@code qwen35-397b} meets {@code qwen3.5-397b}; only where a digit would touch a
 * digit of another part, a {@code ~} stays between them, so {@code gemma-31-2b} does not meet
 * {@code gemma-3-12b}.
 */
public final class NameParser {

  private static final String SEPARATORS = "-_:/@,()[] \t\n\u000B\f\r";
  private static final Pattern GLUED_FAMILY = Pattern.compile("[a-z]{3,}[0-9].*");
  private static final Pattern SIZE =
      Pattern.compile(
          "(?:[0-9]+x)?[0-9]+(?:\\.[0-9]+)?[bmt]|[ae][0-9]+(?:\\.[0-9]+)?[bm]|[0-9]+[ke]");

  private NameParser() {}

  /** Takes a name apart. */
  public static ParsedName parse(String name) {
    String text = name.strip();
    String bare = text.substring(text.lastIndexOf('/') + 1);
    return new ParsedName(text, pieces(bare).stream().map(Piece::token).toList());
  }

  /** The key of all spellings of a name without owner. */
  static String gluedKey(String bare) {
    StringBuilder glued = new StringBuilder(bare.length());
    pieces(bare).forEach(piece -> glue(glued, piece));
    return glued.toString();
  }

  /**
   * The key under which all spellings of a name meet that differ in case and separators only: lower
   * case, the parts joined by single hyphens. The owner is kept.
   */
  public static String normalize(String name) {
    StringBuilder key = new StringBuilder(name.length());
    for (String part : parts(name)) {
      key.append(key.isEmpty() ? "" : "-").append(part.replace('.', '-'));
    }
    return key.toString();
  }

  /** What stands between the separators, in lower case. */
  private static List<String> parts(String name) {
    String text = name.toLowerCase(Locale.ROOT).replace("+", "-plus-");
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || separates(text, i)) {
        if (i > start) {
          parts.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return parts;
  }

  private static boolean separates(String text, int i) {
    char c = text.charAt(i);
    return c == '.' ? !isDigitAt(text, i - 1) || !isDigitAt(text, i + 1) : isSeparator(c);
  }

  /** True for what always separates; a dot does so save between digits. */
  static boolean isSeparator(char c) {
    return SEPARATORS.indexOf(c) >= 0;
  }

  private static boolean isDigitAt(String text, int i) {
    return i >= 0 && i < text.length() && isDigit(text.charAt(i));
  }

  private static List<Piece> pieces(String bare) {
    List<Piece> pieces = new ArrayList<>();
    for (String whole : parts(bare)) {
      String part = pointed(whole);
      if (NameWords.FORMAT.matcher(part).matches()) {
        pieces.add(new Piece(TokenKind.FORMAT, part));
        continue;
      }
      int digits = GLUED_FAMILY.matcher(part).matches() ? firstDigit(part) : 0;
      if (digits > 0) {
        pieces.add(piece(part.substring(0, digits)));
      }
      pieces.add(
          isFinish(part, pieces)
              ? new Piece(TokenKind.FILLER, part)
              : piece(part.substring(digits)));
    }
    return VersionsAndDates.join(pieces);
  }

  /** The part with a point where a host writes {@code p}: {@code v3p2}, {@code 1p5b}. */
  private static String pointed(String part) {
    int p = part.indexOf('p', 1);
    return p > 0 && isDigitAt(part, p - 1) && isDigitAt(part, p + 1)
        ? part.substring(0, p) + '.' + part.substring(p + 1)
        : part;
  }

  private static boolean isFinish(String part, List<Piece> before) {
    return part.equals(NameWords.REASONING)
        && !before.isEmpty()
        && before.get(before.size() - 1).kind() == TokenKind.SIZE;
  }

  private static Piece piece(String part) {
    if (firstDigit(part) == part.length()) {
      return new Piece(wordKind(part), part);
    }
    return new Piece(SIZE.matcher(part).matches() ? TokenKind.SIZE : TokenKind.NUMBER, part);
  }

  private static TokenKind wordKind(String word) {
    if (NameWords.TIERS.contains(word)) {
      return TokenKind.TIER;
    }
    return NameWords.FILLERS.contains(word) ? TokenKind.FILLER : TokenKind.WORD;
  }

  private static int firstDigit(String text) {
    int i = 0;
    while (i < text.length() && !isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static void glue(StringBuilder glued, Piece piece) {
    String part = piece.text().replace(".", piece.kind() == TokenKind.SIZE ? "~" : "");
    int last = glued.length() - 1;
    if (last >= 0 && isDigit(glued.charAt(last)) && isDigit(part.charAt(0))) {
      glued.append('~');
    }
    glued.append(part);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A part as written, in lower case, with its kind. */
  record Piece(TokenKind kind, String text) {

    Token token() {
      boolean version = kind == TokenKind.NUMBER && text.length() > 1 && text.charAt(0) == 'v';
      return new Token(kind, version && isDigit(text.charAt(1)) ? text.substring(1) : text);
    }
  }
}
