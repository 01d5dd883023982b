package dev.understudy.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one latency varies. Mean and standard deviation are those of the durations without the spike,
 * and with the shape say all of them but quantiles, which say it themselves. Immutable.
 *
 * @param shape the family
 * @param mean seconds, from 0 to 3600
 * @param std standard deviation in seconds: 0 for a constant, up to 0.9 of the mean for a normal,
 *     up to 100 times the mean for the others
 * @param quantiles by rising probability from 0 to 1, straight lines between; empty unless the
 *     shape is {@code quantiles}
 * @param spike a rare, much longer duration; null for none
 */
public record LatencyDistribution(
    Shape shape, double mean, double std, List<Quantile> quantiles, @Nullable Spike spike) {

  /**
   * Above this ratio of standard deviation to mean a normal distribution that is cut at 0 can no
   * longer have both.
   */
  public static final double MAX_NORMAL_RATIO = 0.9;

  /**
   * TTFT's standard deviation over its mean, where only the mean is known: the original's 0.1/0.3.
   */
  public static final double TTFT_STD_RATIO = 1.0 / 3;

  /**
   * ITL's standard deviation over its mean, where only the mean is known: the original's 0.02/0.05.
   */
  public static final double ITL_STD_RATIO = 0.4;

  /** Above this ratio of standard deviation to mean nothing is a latency any more. */
  static final double MAX_RATIO = 100;

  private static final double LONGEST_SECONDS = 3600;

  /** Moments are compared as far as they survive being written and read. */
  private static final double ROUNDING = 1e-9;

  /** A family of distributions. */
  public enum Shape implements Named {
    /** Normal, cut at 0, with what is left having the mean and deviation. */
    NORMAL,
    /** Lognormal: the logarithm is normal. */
    LOGNORMAL,
    /** Gamma. */
    GAMMA,
    /** Always the mean. */
    CONSTANT,
    /** As measured, by quantiles. */
    QUANTILES;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }

  /**
   * One point of a measured distribution.
   *
   * @param p the share of durations up to {@code seconds}, from 0 to 1
   * @param seconds from 0 to 3600
   */
  public record Quantile(double p, double seconds) {
    /** Refuses what is out of range. */
    public Quantile {
      Faults faults = new Faults();
      faults.require(p >= 0 && p <= 1, "p", p, "a share from 0 to 1");
      boolean ok = seconds >= 0 && seconds <= LONGEST_SECONDS;
      faults.require(ok, "seconds", seconds, "seconds from 0 to 3600");
      faults.throwIfAny();
    }
  }

  /**
   * What makes a few durations much longer.
   *
   * @param probability of a duration to be one of them, above 0 and up to 0.5
   * @param factor on the duration then, from 1 to 1000
   */
  public record Spike(double probability, double factor) {
    static final double MAX_FACTOR = 1000;

    /** Refuses what is out of range. */
    public Spike {
      Faults faults = new Faults();
      boolean rare = probability > 0 && probability <= 0.5;
      faults.require(rare, "probability", probability, "a share above 0 and up to 0.5");
      boolean longer = factor >= 1 && factor <= MAX_FACTOR;
      faults.require(longer, "factor", factor, "a factor from 1 to 1000");
      faults.throwIfAny();
    }
  }

  /** Refuses figures that cannot be, or not together. */
  public LatencyDistribution {
    Objects.requireNonNull(shape, "shape");
    quantiles = List.copyOf(quantiles);
    Faults faults = new Faults();
    boolean possible = mean >= 0 && mean <= LONGEST_SECONDS;
    faults.require(possible, "mean", mean, "seconds from 0 to 3600");
    checkSpread(faults, shape, mean, std);
    if (shape == Shape.QUANTILES) {
      checkQuantiles(faults, quantiles, mean, std);
    } else {
      faults.require(quantiles.isEmpty(), "quantiles", "given", "none for shape " + shape.jsonName);
    }
    faults.throwIfAny();
  }

  /** A mean that is itself at fault says nothing about the spread. */
  private static void checkSpread(Faults faults, Shape shape, double mean, double std) {
    if (shape == Shape.CONSTANT) {
      faults.require(std == 0, "std", std, "0 for a constant");
      return;
    }
    double most = shape == Shape.NORMAL ? MAX_NORMAL_RATIO : MAX_RATIO;
    String wider = shape == Shape.NORMAL ? "; a wider spread needs a lognormal distribution" : "";
    faults.require(
        std >= 0 && (std <= most * mean || !(mean >= 0)),
        "std",
        std,
        "seconds from 0 to %s times the mean (%s)%s".formatted(most, mean, wider));
  }

  private static void checkQuantiles(
      Faults faults, List<Quantile> quantiles, double mean, double std) {
    boolean whole =
        quantiles.size() >= 2
            && quantiles.get(0).p == 0
            && quantiles.get(quantiles.size() - 1).p == 1;
    faults.require(whole, "quantiles", quantiles.size() + " points", "at least 2, from p 0 to p 1");
    for (int i = 1; i < quantiles.size(); i++) {
      Quantile before = quantiles.get(i - 1);
      Quantile here = quantiles.get(i);
      faults.require(
          here.p > before.p && here.seconds >= before.seconds,
          "quantiles[" + i + "]",
          here.p + ": " + here.seconds,
          "a greater p than before, and no fewer seconds");
    }
    if (faults.none()) {
      agree(faults, "mean", mean, meanOf(quantiles));
      agree(faults, "std", std, stdOf(quantiles));
    }
  }

  private static void agree(Faults faults, String path, double given, double actual) {
    faults.require(
        Math.abs(given - actual) <= ROUNDING * Math.max(1, actual),
        path,
        given,
        actual + ", which the quantiles have, or nothing");
  }

  /** The normal distribution. */
  public static LatencyDistribution normal(double mean, double std) {
    return new LatencyDistribution(Shape.NORMAL, mean, std, List.of(), null);
  }

  /** The lognormal distribution, by the mean and deviation of the durations themselves. */
  public static LatencyDistribution lognormal(double mean, double std) {
    return new LatencyDistribution(Shape.LOGNORMAL, mean, std, List.of(), null);
  }

  /** The gamma distribution. */
  public static LatencyDistribution gamma(double mean, double std) {
    return new LatencyDistribution(Shape.GAMMA, mean, std, List.of(), null);
  }

  /** Always the same. */
  public static LatencyDistribution constant(double seconds) {
    return new LatencyDistribution(Shape.CONSTANT, seconds, 0, List.of(), null);
  }

  /** What was measured, by quantiles from p 0 to p 1. */
  public static LatencyDistribution ofQuantiles(List<Quantile> quantiles) {
    return new LatencyDistribution(
        Shape.QUANTILES, meanOf(quantiles), stdOf(quantiles), quantiles, null);
  }

  /** A copy with a spike, or without. */
  public LatencyDistribution withSpike(@Nullable Spike value) {
    return new LatencyDistribution(shape, mean, std, quantiles, value);
  }

  /**
   * The distribution of these durations multiplied.
   *
   * @param factor above 0
   */
  public LatencyDistribution times(double factor) {
    List<Quantile> scaled =
        quantiles.stream().map(point -> new Quantile(point.p, point.seconds * factor)).toList();
    return scaled.isEmpty()
        ? new LatencyDistribution(shape, mean * factor, std * factor, scaled, spike)
        : ofQuantiles(scaled).withSpike(spike);
  }

  private static double meanOf(List<Quantile> points) {
    double sum = 0;
    for (int i = 1; i < points.size(); i++) {
      Quantile from = points.get(i - 1);
      Quantile to = points.get(i);
      sum += (to.p - from.p) * (from.seconds + to.seconds) / 2;
    }
    return sum;
  }

  /**
   * Of pieces within which all durations are equally likely: the second moment of a uniform
   * distribution from a to b is (a^2 + ab + b^2) / 3 (Johnson, Kotz, Balakrishnan: Continuous
   * Univariate Distributions 2 (1995), chapter 26), and that of a mixture the weighted sum.
   */
  private static double stdOf(List<Quantile> points) {
    double mean = meanOf(points);
    double sum = 0;
    for (int i = 1; i < points.size(); i++) {
      double from = points.get(i - 1).seconds - mean;
      double to = points.get(i).seconds - mean;
      sum += (points.get(i).p - points.get(i - 1).p) * (from * from + from * to + to * to) / 3;
    }
    return Math.sqrt(Math.max(0, sum));
  }
}
