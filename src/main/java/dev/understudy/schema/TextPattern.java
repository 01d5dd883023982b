package dev.understudy.schema;

import com.github.curiousoddman.rgxgen.RgxGen;
import com.github.curiousoddman.rgxgen.config.RgxGenOption;
import com.github.curiousoddman.rgxgen.config.RgxGenProperties;
import com.github.curiousoddman.rgxgen.model.RgxGenCharsDefinition;
import com.github.curiousoddman.rgxgen.parsing.dflt.RgxGenParseException;
import com.networknt.schema.regex.RegularExpression;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

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

  private static final RgxGenProperties PLAIN = new RgxGenProperties();

  static {
    RgxGenOption.INFINITE_PATTERN_REPETITION.setInProperties(PLAIN, PatternLength.ENDLESS);
    RgxGenOption.DOT_MATCHES_ONLY.setInProperties(
        PLAIN, RgxGenCharsDefinition.of("abcdefghijklmnopqrstuvwxyz"));
  }

  private final Pattern pattern;
  private final @Nullable RgxGen source;

  TextPattern(String text) {
    pattern = check(text);
    source = source(text);
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

  private static @Nullable RgxGen source(String text) {
    boolean forbids = text.contains("(?!") || text.contains("(?<!");
    if (forbids || PatternLength.of(text) > MAX_TEXT_LENGTH) {
      return null;
    }
    try {
      return RgxGen.parse(PLAIN, text);
    } catch (RgxGenParseException unknown) {
      return null;
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

  /** A text that has it, most often. */
  String draw(RandomGenerator random) {
    if (source == null) {
      throw unmet(pattern.pattern(), "one that says what a text is, of bounded length");
    }
    return source.generate(new MeteredRandom(random));
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
