package dev.understudy.json;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text in which {@code *} stands for anything, also for nothing. Immutable. */
public final class Glob {

  /** Anything. */
  public static final Glob ANY = of("*");

  private final String text;
  private final Pattern pattern;

  private Glob(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /** That text. */
  public static Glob of(String text) {
    String regex =
        Arrays.stream(text.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return new Glob(text, Pattern.compile(regex));
  }

  /** Whether all of it fits. */
  public boolean matches(String whole) {
    return pattern.matcher(whole).matches();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
