package dev.understudy.schema;

import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import com.github.curiousoddman.rgxgen.model.RgxGenCharsDefinition;
import com.github.curiousoddman.rgxgen.parsing.dflt.RgxGenParseException;
import com.networknt.schema.regex.RegularExpression;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a stranger: whether a text has it, and texts that have it, both in
 * bounded time. Immutable.
 */
final class TextPattern implements RegularExpression {

  private static final int MAX_PATTERN_LENGTH = 1000;
  private static final int MAX_TEXT_LENGTH = 10_000;

  /** Looks at characters, of which a pattern that goes back and forth needs very many. */
  private static final int MAX_READS = 200_000;

  private static final int MAX_DRAWS = 20_000;

  /** How often {@code *} and {@code +} repeat, unless a text is to be longer. */
  private static final int USUAL_REPEATS = 8;

  private static final int MOST_REPEATS = 2048;

  /** Switches, as {@code (?i)}: what is drawn is as it is written. */
  private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-z]+\\)");

  private final Pattern pattern;
  private final Map<Form, Optional<RgxGen>> sources = new ConcurrentHashMap<>();

  private record Form(int repeats, boolean lookaheads) {}

  TextPattern(String text) {
    pattern = check(text);
  }

  /**
   * Reads a regular expression.
   *
   * @throws Unmet when it is none, or too long
   */
  static Pattern check(String text) {
    if (text.length() > MAX_PATTERN_LENGTH) {
      throw unmet(text, "at most " + MAX_PATTERN_LENGTH + " characters");
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw unmet(text, "a regular expression");
    }
  }

  /** Without what only looks: that is up to whoever draws and looks at what was drawn. */
  private Optional<RgxGen> source(Form form) {
    int repeats = form.repeats();
    String text = Lookarounds.without(pattern.pattern(), !form.lookaheads());
    text = FLAGS.matcher(text).replaceAll("");
    if (PatternLength.of(text, repeats) > MAX_TEXT_LENGTH) {
      return Optional.empty();
    }
    RgxGenProperties properties = new RgxGenProperties();
    RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(properties, repeats);
    RgxGenOption.DOT_MATCHES_ONLY.setInProperties(
        properties, RgxGenCharsDefinition.of("abcdefghijklmnopqrstuvwxyz"));
    try {
      return Optional.of(RgxGen.parse(properties, text));
    } catch (RgxGenParseException unknown) {
      return Optional.empty();
    }
  }

  private static Unmet unmet(String text, String expected) {
    String shown = text.length() > 100 ? text.substring(0, 100) + "..." : text;
    return Unmet.somewhere("pattern " + shown + " (expected: " + expected + ")");
  }

  @Override
  public boolean matches(String text) {
    return pattern.matcher(new Metered(text)).find();
  }

  /**
   * A text that has it, often.
   *
   * @param min how many characters it is to have at least, if what repeats in it allows
   * @param lookaheads whether what a text must also have stands in it, for its own sake
   */
  String draw(RandomGenerator random, long min, boolean lookaheads) {
    int repeats = USUAL_REPEATS;
    while (repeats < min * 2 && repeats < MOST_REPEATS) {
      repeats *= 2;
    }
    return sources
        .computeIfAbsent(new Form(repeats, lookaheads), this::source)
        .or(() -> sources.computeIfAbsent(new Form(USUAL_REPEATS, lookaheads), this::source))
        .orElseThrow(
            () -> unmet(pattern.pattern(), "one that says what a text is, of bounded length"))
        .generate(new MeteredRandom(random));
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }

  private final class Metered implements CharSequence {
    private final CharSequence text;
    private int reads;

    Metered(CharSequence text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++reads > MAX_READS) {
        throw unmet(pattern.pattern(), "one that is decided in " + MAX_READS + " steps");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }

  private final class MeteredRandom implements RandomGenerator {
    private final RandomGenerator random;
    private int draws;

    MeteredRandom(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public long nextLong() {
      if (++draws > MAX_DRAWS) {
        throw unmet(pattern.pattern(), "one whose texts are drawn in " + MAX_DRAWS + " steps");
      }
      return random.nextLong();
    }
  }
}
