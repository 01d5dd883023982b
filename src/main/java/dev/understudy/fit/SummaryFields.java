package dev.understudy.fit;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the figures that a file says of one latency, in seconds. Confined to one thread. */
final class SummaryFields {

  private final NavigableMap<Double, Double> percentiles = new TreeMap<>();
  private @Nullable Double mean;
  private @Nullable Double std;
  private long count;

  void mean(double seconds) {
    mean = seconds;
  }

  void std(double seconds) {
    std = seconds;
  }

  void count(double number) {
    count = (long) number;
  }

  /** Adds the duration that the share {@code p} does not exceed. */
  void percentile(double p, double seconds) {
    percentiles.put(p, seconds);
  }

  boolean isEmpty() {
    return mean == null && !percentiles.containsKey(0.5);
  }

  /**
   * What was collected.
   *
   * @param place where the file would say it
   * @throws UnusableFileException when there is neither mean nor median, or percentiles fall
   */
  Summary summary(String place) {
    if (isEmpty()) {
      throw UnusableFileException.at(place, "missing", "a mean or a median");
    }
    double before = 0;
    for (double seconds : percentiles.values()) {
      if (seconds < before) {
        throw UnusableFileException.at(place, percentiles, "percentiles that do not fall");
      }
      before = seconds;
    }
    return new Summary(count, mean, std, percentiles);
  }

  /**
   * What was collected of means of requests, as a summary of what they are means of.
   *
   * @param each how many durations a request has on average
   */
  Summary ofMeans(String place, double each, List<String> notes) {
    Summary means = summary(place);
    Double average = means.mean();
    Double spread = means.std();
    if (average == null) {
      return means;
    }
    double single = spread == null ? Double.NaN : spread * Math.sqrt(Math.max(1, each));
    return Requests.ofMeans(count, average, single, notes);
  }
}
