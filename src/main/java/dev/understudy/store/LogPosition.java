package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in the log: after a change of a revision, or after all of it. As text {@code 7.0}, or
 * {@code 7}.
 *
 * @param revision from 0, which is before all
 * @param position of the change in the revision; {@link #WHOLE} for all of it
 */
public record LogPosition(long revision, int position) implements Comparable<LogPosition> {

  /** After the whole revision. */
  public static final int WHOLE = Integer.MAX_VALUE;

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,9}))?");

  private static final Comparator<LogPosition> ORDER =
      Comparator.comparingLong(LogPosition::revision).thenComparingInt(LogPosition::position);

  /** Before all. */
  public static final LogPosition START = endOf(0);

  /** After all of that revision. */
  public static LogPosition endOf(long revision) {
    return new LogPosition(revision, WHOLE);
  }

  /** Whether it is after all of its revision. */
  public boolean isEnd() {
    return position == WHOLE;
  }

  /** Whether it is after another. */
  public boolean isAfter(LogPosition other) {
    return compareTo(other) > 0;
  }

  /**
   * Reads one.
   *
   * @param name of the parameter, for the message
   * @throws UnderstudyException when it is none
   */
  public static LogPosition parse(String name, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw UnderstudyException.invalid(name, text, "a revision as 7, or a change of it as 7.0");
    }
    String position = form.group(2);
    return new LogPosition(
        Long.parseLong(form.group(1)), position == null ? WHOLE : Integer.parseInt(position));
  }

  @Override
  public int compareTo(LogPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return isEnd() ? Long.toString(revision) : revision + "." + position;
  }
}
