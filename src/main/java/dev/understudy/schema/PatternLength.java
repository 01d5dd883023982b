package dev.understudy.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a text of a regular expression may become, estimated from above: alternatives count
 * together, and what repeats without end as often as it is said to. For one thread.
 */
final class PatternLength {

  private static final Pattern PART =
      Pattern.compile("\\\\.|\\[(?:\\\\.|[^\\]\\\\])+]|\\{(\\d+)(?:,(\\d*))?}|[\\s\\S]");

  private final Deque<Double> groups = new ArrayDeque<>();
  private double sum;
  private double last;
  private final int endless;

  private PatternLength(int endless) {
    this.endless = endless;
    groups.push(0.0);
  }

  /**
   * The length.
   *
   * @param endless how often {@code *} and {@code +} repeat at most
   */
  static double of(String pattern, int endless) {
    PatternLength length = new PatternLength(endless);
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
      case '*', '+' -> repeat(endless);
      case '{' -> repeat(part.group(1) == null ? 1 : Math.max(count(part, 1), count(part, 2)));
      case '?', '^', '$', '|' -> {}
      default -> {
        last = 1;
        sum++;
      }
    }
  }

  private double count(Matcher part, int group) {
    String count = part.group(group);
    if (count == null) {
      return 0;
    }
    return count.isEmpty() ? endless : Double.parseDouble(count);
  }

  private void repeat(double times) {
    sum += last * (Math.max(1, times) - 1);
    last *= Math.max(1, times);
  }
}
