package dev.understudy.bench;

import java.util.Locale;

/** A figure that a run should reach. */
record Target(double bound, boolean atLeast, String unit) {

  static Target atLeast(double bound) {
    return new Target(bound, true, "");
  }

  static Target atMost(double bound, String unit) {
    return new Target(bound, false, unit);
  }

  /** What the figure is to the target. */
  String verdict(double figure) {
    String wanted =
        String.format(Locale.ROOT, "target %s %s%s", atLeast ? ">=" : "<=", number(bound), unit);
    if (Double.isNaN(figure)) {
      return wanted + ": no figure";
    }
    double missedBy = atLeast ? bound - figure : figure - bound;
    return missedBy <= 0 ? wanted + ": reached" : wanted + ": missed by " + number(missedBy) + unit;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
  }
}
