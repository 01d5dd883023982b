package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyDistribution.Quantile;
import dev.understudy.model.LatencyDistribution.Spike;
import dev.understudy.simulation.TruncatedNormal;
import java.util.List;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;

/** The distribution function of a latency, and its inverse. Immutable; safe on any thread. */
interface Curve {

  /** The share of durations up to {@code seconds}. */
  double cdf(double seconds);

  /**
   * The duration that the share {@code p} does not exceed.
   *
   * @param p above 0 and below 1
   */
  double quantile(double p);

  /** The curve of what a profile says. */
  static Curve of(LatencyDistribution latency) {
    Curve body =
        switch (latency.shape()) {
          case CONSTANT -> new Step(latency.mean());
          case QUANTILES -> new Lines(latency.quantiles());
          case NORMAL, LOGNORMAL, GAMMA ->
              latency.std() == 0 ? new Step(latency.mean()) : new Smooth(smooth(latency));
        };
    Spike spike = latency.spike();
    return spike == null ? body : new Spiked(body, spike.probability(), spike.factor());
  }

  /**
   * A normal, lognormal or gamma distribution without its spike.
   *
   * @param latency of one of these shapes, with a standard deviation above 0
   */
  static ContinuousDistribution smooth(LatencyDistribution latency) {
    double mean = latency.mean();
    double std = latency.std();
    double ratio = std / mean;
    return switch (latency.shape()) {
      case NORMAL -> {
        TruncatedNormal cut = TruncatedNormal.of(mean, std);
        yield TruncatedNormalDistribution.of(cut.mu(), cut.sigma(), 0, Double.POSITIVE_INFINITY);
      }
      case LOGNORMAL -> {
        double variance = Math.log1p(ratio * ratio);
        yield LogNormalDistribution.of(Math.log(mean) - variance / 2, Math.sqrt(variance));
      }
      case GAMMA -> GammaDistribution.of(1 / (ratio * ratio), std * ratio);
      case CONSTANT, QUANTILES -> throw new IllegalArgumentException("shape: " + latency.shape());
    };
  }

  /** All durations are the same. */
  record Step(double seconds) implements Curve {
    @Override
    public double cdf(double x) {
      return x < seconds ? 0 : 1;
    }

    @Override
    public double quantile(double p) {
      return seconds;
    }
  }

  /** One of the library's. */
  record Smooth(ContinuousDistribution distribution) implements Curve {
    @Override
    public double cdf(double x) {
      return distribution.cumulativeProbability(x);
    }

    @Override
    public double quantile(double p) {
      return distribution.inverseCumulativeProbability(p);
    }
  }

  /** Straight lines between quantiles. */
  record Lines(List<Quantile> points) implements Curve {
    @Override
    public double cdf(double x) {
      if (x < points.get(0).seconds()) {
        return 0;
      }
      for (int i = 1; i < points.size(); i++) {
        Quantile from = points.get(i - 1);
        Quantile to = points.get(i);
        if (x < to.seconds()) {
          double share = (x - from.seconds()) / (to.seconds() - from.seconds());
          return from.p() + share * (to.p() - from.p());
        }
      }
      return 1;
    }

    @Override
    public double quantile(double p) {
      int i = 1;
      while (i < points.size() - 1 && points.get(i).p() < p) {
        i++;
      }
      Quantile from = points.get(i - 1);
      Quantile to = points.get(i);
      double share = (p - from.p()) / (to.p() - from.p());
      return from.seconds() + share * (to.seconds() - from.seconds());
    }
  }

  /** With probability w a draw of the body F is f times as long: (1 - w) F(x) + w F(x / f). */
  record Spiked(Curve body, double probability, double factor) implements Curve {
    @Override
    public double cdf(double x) {
      return (1 - probability) * body.cdf(x) + probability * body.cdf(x / factor);
    }

    /** By bisection between the body's quantile and that of its spike. */
    @Override
    public double quantile(double p) {
      double low = body.quantile(p);
      double high = low * factor;
      for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (cdf(middle) < p) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return high;
    }
  }
}
