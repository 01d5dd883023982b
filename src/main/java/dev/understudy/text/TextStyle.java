package dev.understudy.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What form an answer has. Where a message asks for several, the first of these is taken. */
public enum TextStyle {
  /** Code in TypeScript, with prose around it, as are the others that name a language. */
  TYPESCRIPT("typescript", "typescript"),
  /** JavaScript. */
  JAVASCRIPT("javascript", "javascript js nodejs"),
  /** Java. */
  JAVA("java", "java"),
  /** SQL. */
  SQL("sql", "sql sqlite mysql postgres postgresql"),
  /** Go. */
  GO("go", "golang"),
  /** Rust. */
  RUST("rust", "rust"),
  /** A shell script. */
  BASH("bash", "bash shell"),
  /** A regular expression. */
  REGEX("regex", "regex regexp"),
  /** Python, also where code is asked for in no language, or in one that is not known here. */
  PYTHON(
      "python",
      "python py code codes coding function functions script scripts program algorithm snippet"
          + " implement refactor unittest"),
  /** A table between prose. */
  TABLE(null, "table tabular spreadsheet"),
  /** A numbered list between prose. */
  STEPS(null, "step steps numbered instructions tutorial recipe"),
  /** A list with bullets between prose. */
  LIST(
      null, "list lists bullet bullets bulleted enumerate ideas suggestions tips examples outline"),
  /** Paragraphs. */
  PROSE(null, "");

  /** What is asked for stands at the end; a bound on the work for long messages. */
  private static final int READ_CHARACTERS = 4000;

  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final Map<String, TextStyle> BY_WORD = new HashMap<>();

  static {
    for (TextStyle style : values()) {
      for (String word : style.words.split(" ", -1)) {
        BY_WORD.put(word, style);
      }
    }
  }

  final @Nullable String language;
  private final String words;

  TextStyle(@Nullable String language, String words) {
    this.language = language;
    this.words = words;
  }

  /** The form that a user's message asks for by its words, in English; else prose. */
  public static TextStyle askedFor(String message) {
    String end = message.substring(Math.max(0, message.length() - READ_CHARACTERS));
    Matcher word = WORD.matcher(end.toLowerCase(Locale.ROOT));
    TextStyle asked = PROSE;
    while (word.find()) {
      TextStyle style = BY_WORD.getOrDefault(word.group(), PROSE);
      asked = style.compareTo(asked) < 0 ? style : asked;
    }
    return asked;
  }
}
