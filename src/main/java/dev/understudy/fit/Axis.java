package dev.understudy.fit;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis of durations: linear, or logarithmic where the longest are far from the usual. Immutable.
 *
 * @param low the duration at its start, in seconds; above 0 on a logarithmic axis
 * @param high the duration at its end, in seconds
 * @param logarithmic true when equal distances are equal ratios
 */
record Axis(double low, double high, boolean logarithmic) {

  /** From this ratio of the longest shown to the median on, a linear axis would hide the bulk. */
  private static final double WIDE = 6;

  /** Shown from the first of a thousand to all but five of a thousand. */
  private static final double FIRST = 0.001;

  private static final double LAST = 0.995;

  /** The axis on which all of these, at least one, are well seen. */
  static Axis of(List<View> views) {
    double first = views.stream().mapToDouble(view -> view.quantile(FIRST)).min().orElse(0);
    double last = views.stream().mapToDouble(view -> view.quantile(LAST)).max().orElse(1);
    double median = views.stream().mapToDouble(view -> view.quantile(0.5)).max().orElse(1);
    if (last > WIDE * median && median > 0) {
      return new Axis(Math.max(first, median / 20) / 1.1, last * 1.2, true);
    }
    double high = last > 0 ? last * 1.08 : 1e-3;
    return new Axis(first > 0.4 * high ? first * 0.96 : 0, high, false);
  }

  /** Where a duration is, from 0 at the start to 1 at the end. */
  double position(double seconds) {
    return logarithmic
        ? Math.log(seconds / low) / Math.log(high / low)
        : (seconds - low) / (high - low);
  }

  /** The duration there. */
  double at(double position) {
    return logarithmic ? low * Math.pow(high / low, position) : low + position * (high - low);
  }

  /** The unit in which its durations are short numbers. */
  Unit unit() {
    return at(0.5) < 1e-3 ? Unit.MICROS : at(0.5) < 1 ? Unit.MILLIS : Unit.SECONDS;
  }

  /** Round durations on it, in seconds. */
  List<Double> ticks() {
    return logarithmic ? logarithmicTicks() : linearTicks(low, high, 6);
  }

  /** Multiples of 1, 2 or 5 times a power of ten, about so many. */
  static List<Double> linearTicks(double low, double high, int about) {
    double rough = (high - low) / about;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double digits = rough / power;
    double step = power * (digits < 1.5 ? 1 : digits < 3.5 ? 2 : digits < 7.5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> logarithmicTicks() {
    List<Double> ticks = new ArrayList<>();
    for (int e = (int) Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
      for (int digit : new int[] {1, 2, 5}) {
        double tick = digit * Math.pow(10, e);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  /** A unit of time. */
  enum Unit {
    MICROS("\u00b5s", 1e6),
    MILLIS("ms", 1e3),
    SECONDS("s", 1);

    private final String symbol;
    private final double perSecond;

    Unit(String symbol, double perSecond) {
      this.symbol = symbol;
      this.perSecond = perSecond;
    }

    String symbol() {
      return symbol;
    }

    /** Three or four digits of it. */
    String number(double seconds) {
      return FitReport.significant(seconds * perSecond);
    }
  }
}
