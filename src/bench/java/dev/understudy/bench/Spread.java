package dev.understudy.bench;

import java.util.Collection;
import java.util.Locale;

/** The quartiles of some figures, by linear interpolation. */
record Spread(double min, double q1, double median, double q3, double max, int count) {

  static Spread of(Collection<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(
        quantile(sorted, 0),
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
        quantile(sorted, 1),
        sorted.length);
  }

  static double median(Collection<Double> figures) {
    return of(figures).median();
  }

  private static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%6.3f  [%.3f - %.3f]  %.3f - %.3f", median, q1, q3, min, max);
  }
}
