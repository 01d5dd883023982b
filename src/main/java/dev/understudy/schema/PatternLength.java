package dev.understudy.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a text of a regular expression may become, estimated from above: alternatives count
 * together, and what repeats without end counts {@value #ENDLESS} times. For one thread.
 */
final class PatternLength {

  /** How often {@code *} and {@code +} repeat at most. */
  static final int ENDLESS = 8;

  private static final Pattern PART =
      Pattern.compile("\\\\.|\\[(?:\\\\.|[^\\]\\\\])+]|\\{(\\d{1,9}),?(\\d{0,9})}|[\\s\\S]");

  private final Deque<Double> groups = new ArrayDeque<>();
  private double sum;
  private double last;

  private PatternLength() {
    groups.push(0.0);
  }

  static double of(String pattern) {
    PatternLength length = new PatternLength();
    Matcher part = PART.matcher(pattern);
    while (part.find()) {
      length.add(part);
    }
    return length.sum;
  }

  private void add(Matcher part) {
    switch (part.group().charAt(0)) {
      case '(' -> {
        groups.push(sum);
        sum = 0;
      }
      case ')' -> {
        double before = groups.size() > 1 ? groups.pop() : 0;
        last = sum;
        sum += before;
      }
      case '*', '+' -> repeat(ENDLESS);
      case '{' -> repeat(part.group(1) == null ? 1 : Math.max(count(part, 1), count(part, 2)));
      case '?', '^', '$', '|' -> {}
      default -> {
        last = 1;
        sum++;
      }
    }
  }

  private static double count(Matcher part, int group) {
    return part.group(group).isEmpty() ? ENDLESS : Double.parseDouble(part.group(group));
  }

  private void repeat(double times) {
    sum += last * (Math.max(1, times) - 1);
    last *= Math.max(1, times);
  }
}
