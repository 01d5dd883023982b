package dev.understudy.fault;

import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number of tokens, or a range that one is drawn from. Immutable.
 *
 * @param least from 0
 * @param most at least {@code least}
 */
public record TokenRange(int least, int most) {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})(?:-(\\d{1,7}))?");

  /** Reads {@code 5} or {@code 3-9}; null when it is neither, or the end is below the start. */
  static @Nullable TokenRange parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    int least = Integer.parseInt(matcher.group(1));
    String end = matcher.group(2);
    int most = end == null ? least : Integer.parseInt(end);
    return most < least ? null : new TokenRange(least, most);
  }

  /** One of them, each as likely; takes no draw where there is only one. */
  int draw(RandomGenerator random) {
    return least == most ? least : random.nextInt(least, most + 1);
  }

  /** The range of one number that was drawn. */
  TokenRange drawn(RandomGenerator random) {
    int tokens = draw(random);
    return new TokenRange(tokens, tokens);
  }

  @Override
  public String toString() {
    return least == most ? String.valueOf(least) : least + "-" + most;
  }
}
