package dev.understudy.simulation;

/**
 * Durations in milliseconds, written without a formatter, which would cost more than to send them.
 */
public final class Millis {

  private static final int NANOS_PER_MICRO = 1_000;
  private static final int MICROS_PER_MILLI = 1_000;

  private Millis() {}

  /** With three decimals, rounded half up; offsets are never negative. */
  public static void append(StringBuilder out, long nanos) {
    long micros = (nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
    int decimals = (int) (micros % MICROS_PER_MILLI);
    out.append(micros / MICROS_PER_MILLI).append('.');
    if (decimals < 100) {
      out.append('0');
    }
    if (decimals < 10) {
      out.append('0');
    }
    out.append(decimals);
  }
}
