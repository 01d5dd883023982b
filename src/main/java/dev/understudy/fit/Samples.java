package dev.understudy.fit;

import java.util.Arrays;

/** Measured durations in seconds, sorted. Immutable; safe on any thread. */
public final class Samples implements Measured {

  private final double[] sorted;
  private final Moments moments;

  private Samples(double[] sorted) {
    this.sorted = sorted;
    this.moments = Moments.of(sorted);
  }

  /**
   * Takes durations in any order.
   *
   * @param seconds at least one, finite and from 0
   */
  public static Samples of(double[] seconds) {
    if (seconds.length == 0) {
      throw new IllegalArgumentException("seconds: none (expected: at least one duration)");
    }
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  @Override
  public long count() {
    return sorted.length;
  }

  /** The shortest but {@code index}. */
  double get(int index) {
    return sorted[index];
  }

  Moments moments() {
    return moments;
  }

  /** The share of durations up to {@code seconds}. */
  double shareUpTo(double seconds) {
    return (double) firstAbove(seconds) / sorted.length;
  }

  /** The share of durations below {@code seconds}. */
  double shareBelow(double seconds) {
    return (double) firstAbove(Math.nextDown(seconds)) / sorted.length;
  }

  private int firstAbove(double seconds) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= seconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The duration that the share {@code p} does not exceed, straight lines between neighbours
   * (Hyndman, Fan: Sample Quantiles in Statistical Packages, The American Statistician 50(4), 1996,
   * definition 7).
   *
   * @param p from 0 to 1
   */
  double quantile(double p) {
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * At most so many durations of the same distribution: the means of blocks of neighbours, so that
   * their mean stays.
   */
  double[] thinned(int most) {
    if (sorted.length <= most) {
      return sorted.clone();
    }
    double[] means = new double[most];
    for (int i = 0; i < most; i++) {
      int from = (int) ((long) i * sorted.length / most);
      int to = (int) ((long) (i + 1) * sorted.length / most);
      double sum = 0;
      for (int j = from; j < to; j++) {
        sum += sorted[j];
      }
      means[i] = sum / (to - from);
    }
    return means;
  }
}
