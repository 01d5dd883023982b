package dev.understudy.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tokens of several answers to one request as one stream: in the order in which they are due,
 * and which answer each belongs to. Immutable.
 */
final class TokenOrder {

  private final TokenSchedule schedule;
  private final short[] choices;

  private TokenOrder(TokenSchedule schedule, short[] choices) {
    this.schedule = schedule;
    this.choices = choices;
  }

  /** One answer's tokens, as they stand. */
  static TokenOrder of(TokenSchedule only) {
    return new TokenOrder(only, new short[0]);
  }

  /** The tokens of all, by turns where several are due at once. */
  static TokenOrder of(List<TokenSchedule> schedules) {
    if (schedules.size() == 1) {
      return of(schedules.get(0));
    }
    int tokens = schedules.stream().mapToInt(TokenSchedule::tokens).sum();
    long[] due = new long[tokens];
    short[] choices = new short[tokens];
    int[] next = new int[schedules.size()];
    for (int k = 0; k < tokens; k++) {
      int first = firstDue(schedules, next);
      due[k] = schedules.get(first).dueOffsetNanos(next[first]++);
      choices[k] = (short) first;
    }
    long ttft = schedules.stream().mapToLong(TokenSchedule::ttftNanos).min().orElseThrow();
    return new TokenOrder(new TokenSchedule(ttft, due), choices);
  }

  private static int firstDue(List<TokenSchedule> schedules, int[] next) {
    int first = -1;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < next.length; i++) {
      TokenSchedule schedule = schedules.get(i);
      if (next[i] < schedule.tokens()) {
        long due = schedule.dueOffsetNanos(next[i]);
        if (first < 0 || due < least || (due == least && next[i] < next[first])) {
          least = due;
          first = i;
        }
      }
    }
    return first;
  }

  /** When the tokens are due. */
  TokenSchedule schedule() {
    return schedule;
  }

  /** Which answer token {@code k} belongs to. */
  int choiceOf(int k) {
    return choices.length == 0 ? 0 : choices[k];
  }

  /** The same tokens at other times, in the same order. */
  TokenOrder at(TokenSchedule times) {
    return new TokenOrder(times, choices);
  }

  /** How many of an answer's tokens stand before each of those positions; those that rise. */
  int[] endsOf(int choice, int[] positions) {
    if (choices.length == 0) {
      return positions;
    }
    IntStream.Builder ends = IntStream.builder();
    int k = 0;
    int tokens = 0;
    for (int position : positions) {
      int before = tokens;
      for (; k < position; k++) {
        tokens += choices[k] == choice ? 1 : 0;
      }
      if (tokens > before) {
        ends.add(tokens);
      }
    }
    return ends.build().toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenOrder that
        && schedule.equals(that.schedule)
        && Arrays.equals(choices, that.choices);
  }

  @Override
  public int hashCode() {
    return 31 * schedule.hashCode() + Arrays.hashCode(choices);
  }

  @Override
  public String toString() {
    return schedule.toString();
  }
}
