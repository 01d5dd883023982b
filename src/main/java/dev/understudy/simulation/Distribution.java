package dev.understudy.simulation;

import java.util.random.RandomGenerator;

/** Random durations in seconds, never negative. Immutable; the generator belongs to the caller. */
@FunctionalInterface
public interface Distribution {

  /** The next draw, in seconds. */
  double sample(RandomGenerator random);

  /** Always the same. */
  static Distribution constant(double seconds) {
    return random -> seconds;
  }

  /**
   * Normal, cut at 0, with exactly that mean and standard deviation; constant when it has none.
   *
   * @param mean seconds, from 0
   * @param std seconds, from 0 to 0.9 of the mean
   */
  static Distribution normal(double mean, double std) {
    return std == 0 ? constant(mean) : TruncatedNormal.of(mean, std);
  }
}
