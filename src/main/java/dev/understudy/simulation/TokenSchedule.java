package dev.understudy.simulation;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * When each token of a stream is due, in nanoseconds after its start: token k at TTFT plus k
 * inter-token latencies. Immutable.
 */
public final class TokenSchedule implements DueTimes {

  /** Later than anybody waits, so that sums of offsets and clock readings never overflow. */
  private static final long FURTHEST_NANOS = TimeUnit.DAYS.toNanos(365);

  private static final double NANOS_PER_SECOND = 1e9;

  private final long ttftNanos;
  private final long[] dueOffsetsNanos;

  /** Owns {@code dueOffsetsNanos}, which never falls. */
  TokenSchedule(long ttftNanos, long[] dueOffsetsNanos) {
    this.ttftNanos = ttftNanos;
    this.dueOffsetsNanos = dueOffsetsNanos;
  }

  /**
   * Draws a schedule. Offsets are rounded once each, so that rounding does not add up.
   *
   * @param firstSeconds the time to first token
   * @param timeScale the factor on every duration; 0 means at once
   */
  static TokenSchedule draw(
      LatencySampler sampler, double firstSeconds, int tokens, double timeScale) {
    double seconds = firstSeconds;
    long ttftNanos = nanos(seconds * timeScale);
    long[] due = new long[tokens];
    for (int k = 0; k < tokens; k++) {
      due[k] = nanos(seconds * timeScale);
      seconds += sampler.itlSeconds();
    }
    return new TokenSchedule(ttftNanos, due);
  }

  /** All tokens at the start. */
  static TokenSchedule atOnce(int tokens) {
    return new TokenSchedule(0, new long[tokens]);
  }

  /** Seconds as nanoseconds, rounded. */
  static long nanos(double seconds) {
    return Math.min(FURTHEST_NANOS, Math.round(seconds * NANOS_PER_SECOND));
  }

  /** The schedule with all of it brought forward, by no more than the time to first token. */
  TokenSchedule earlier(long nanos) {
    return nanos == 0
        ? this
        : new TokenSchedule(
            ttftNanos - nanos, Arrays.stream(dueOffsetsNanos).map(due -> due - nanos).toArray());
  }

  /** The schedule of its first tokens. */
  TokenSchedule first(int tokens) {
    return tokens >= dueOffsetsNanos.length
        ? this
        : new TokenSchedule(ttftNanos, Arrays.copyOf(dueOffsetsNanos, tokens));
  }

  /**
   * The schedule with every duration multiplied.
   *
   * @param factor above 0
   */
  public TokenSchedule scaled(double factor) {
    return new TokenSchedule(
        scaled(ttftNanos, factor),
        Arrays.stream(dueOffsetsNanos).map(due -> scaled(due, factor)).toArray());
  }

  private static long scaled(long nanos, double factor) {
    return Math.min(FURTHEST_NANOS, Math.round(nanos * factor));
  }

  /**
   * The schedule with token {@code k} and all after it put off; from 0 on also the time to first
   * token.
   *
   * @param nanos by how long, from 0
   */
  public TokenSchedule later(int k, long nanos) {
    long[] due = dueOffsetsNanos.clone();
    for (int i = k; i < due.length; i++) {
      due[i] = Math.min(FURTHEST_NANOS, due[i] + nanos);
    }
    return new TokenSchedule(k > 0 ? ttftNanos : Math.min(FURTHEST_NANOS, ttftNanos + nanos), due);
  }

  /**
   * The schedule in which the tokens of a chunk are all due when its last one is; the time to first
   * token follows.
   *
   * @param ends where each chunk ends, rising, the last at the number of tokens
   */
  public TokenSchedule inChunks(int[] ends) {
    long[] due = dueOffsetsNanos.clone();
    int from = 0;
    for (int end : ends) {
      Arrays.fill(due, from, end, dueOffsetsNanos[end - 1]);
      from = end;
    }
    return new TokenSchedule(due.length == 0 ? ttftNanos : due[0], due);
  }

  @Override
  public int tokens() {
    return dueOffsetsNanos.length;
  }

  @Override
  public long dueOffsetNanos(int k) {
    return dueOffsetsNanos[k];
  }

  /** The time to first token; also when an answer without tokens ends. */
  public long ttftNanos() {
    return ttftNanos;
  }

  /** When the last token is due, and so the end. */
  @Override
  public long durationNanos() {
    return dueOffsetsNanos.length == 0 ? ttftNanos : dueOffsetsNanos[dueOffsetsNanos.length - 1];
  }

  /**
   * How many tokens a second it asks for while it sends: those after the first over the time
   * between first and last, which is one by the mean ITL; or all over the whole duration where that
   * is more, as with a single token. 0 when all are due at once.
   */
  double tokensPerSecond() {
    double tokens = tokens();
    long duration = durationNanos();
    if (tokens == 0 || duration == 0) {
      return 0;
    }
    long decoding = duration - dueOffsetNanos(0);
    double whole = tokens / duration;
    return NANOS_PER_SECOND * (decoding == 0 ? whole : Math.max(whole, (tokens - 1) / decoding));
  }

  /** All offsets, as a copy. */
  public long[] dueOffsetsNanos() {
    return dueOffsetsNanos.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenSchedule that
        && ttftNanos == that.ttftNanos
        && Arrays.equals(dueOffsetsNanos, that.dueOffsetsNanos);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dueOffsetsNanos);
  }

  @Override
  public String toString() {
    return tokens() + " tokens from " + ttftNanos + " to " + durationNanos() + " ns";
  }
}
