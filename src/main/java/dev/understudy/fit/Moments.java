package dev.understudy.fit;

/**
 * What the likelihoods of the fitted families depend on.
 *
 * @param mean of the durations, in seconds
 * @param std their standard deviation, in seconds
 * @param meanLog the mean of their natural logarithms; minus infinity where one is 0
 * @param logVariance the variance of these; not a number where a duration is 0
 */
record Moments(double mean, double std, double meanLog, double logVariance) {

  static Moments of(double[] seconds) {
    Sums sums = new Sums();
    for (double x : seconds) {
      sums.add(x, 1);
    }
    return sums.moments();
  }

  /** Sums of weighted durations. Confined to one thread. */
  static final class Sums {
    private double weight;
    private double mean;
    private double squares;
    private double meanLog;
    private double logSquares;

    /**
     * Means and squares are updated, so that no digits cancel (West: Updating Mean and Variance
     * Estimates, CACM 22(9), 1979).
     */
    void add(double seconds, double by) {
      if (by <= 0) {
        return;
      }
      weight += by;
      double apart = seconds - mean;
      mean += by / weight * apart;
      squares += by * apart * (seconds - mean);
      double log = Math.log(seconds);
      double logApart = log - meanLog;
      meanLog += by / weight * logApart;
      logSquares += by * logApart * (log - meanLog);
    }

    double weight() {
      return weight;
    }

    Moments moments() {
      double variance = Math.max(0, squares / weight);
      return new Moments(mean, Math.sqrt(variance), meanLog, logSquares / weight);
    }
  }
}
