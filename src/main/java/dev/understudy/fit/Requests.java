package dev.understudy.fit;

import dev.understudy.model.LatencyDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a file says request by request. ITLs come one by one, or as one mean a request.
 * Confined to one thread.
 */
final class Requests {

  private final DoubleStream.Builder ttft = DoubleStream.builder();
  private final DoubleStream.Builder prompts = DoubleStream.builder();
  private final DoubleStream.Builder itl = DoubleStream.builder();
  private final List<double[]> means = new ArrayList<>();
  private int count;
  private int failed;
  private double gaps;
  private double expectedGaps;

  /**
   * Adds a request that was answered.
   *
   * @param ttftSeconds its time to first token
   * @param promptTokens its uncached prompt tokens; null when unknown
   */
  void add(double ttftSeconds, @Nullable Double promptTokens) {
    count++;
    ttft.add(ttftSeconds);
    prompts.add(promptTokens == null ? Double.NaN : promptTokens);
  }

  /** Notes a request that failed and is left out. */
  void addFailed() {
    failed++;
  }

  /** Adds one ITL. */
  void addItl(double seconds) {
    gaps++;
    itl.add(seconds);
  }

  /** Adds the mean of a request's ITLs. */
  void addMeanItl(double seconds, double outputTokens) {
    if (outputTokens > 1) {
      expectedGaps += outputTokens - 1;
      means.add(new double[] {seconds, outputTokens - 1});
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** What was collected; refused when there is too little. */
  Measurements measurements(String form) {
    List<String> notes = new ArrayList<>();
    if (failed > 0) {
      notes.add(failed + " failed, cancelled or warm-up requests are left out.");
    }
    double[] first = ttft.build().toArray();
    if (first.length == 0) {
      throw UnusableFileException.at("time to first token", "none", "streamed answers");
    }
    return new Measurements(
        "%s, %d requests".formatted(form, count),
        Samples.of(first),
        itl(notes),
        first,
        prompts.build().toArray(),
        notes);
  }

  private Measured itl(List<String> notes) {
    // Where chunks carry several tokens, the gaps between them are not those between tokens.
    boolean single = gaps > 0 && gaps >= 0.9 * expectedGaps;
    if (single || means.isEmpty()) {
      double[] all = itl.build().toArray();
      if (all.length == 0) {
        throw UnusableFileException.at(
            "inter-token latency", "none", "streamed answers of more than one token");
      }
      return Samples.of(all);
    }
    double sum = 0;
    for (double[] mean : means) {
      sum += mean[0] * mean[1];
    }
    double overall = sum / expectedGaps;
    double squares = 0;
    for (double[] mean : means) {
      squares += mean[1] * (mean[0] - overall) * (mean[0] - overall);
    }
    double std = Math.sqrt(squares / Math.max(1, means.size() - 1));
    return ofMeans((long) expectedGaps, overall, means.size() < 2 ? Double.NaN : std, notes);
  }

  /**
   * A summary where only the means of requests are known. Of n independent ITLs the mean varies by
   * 1/n of their variance, so means that far apart tell the spread of single ITLs; when that would
   * be wider than a normal distribution can be, requests differed for other reasons, and it is
   * unknown.
   */
  static Summary ofMeans(long count, double mean, double std, List<String> notes) {
    boolean known = std <= LatencyDistribution.MAX_NORMAL_RATIO * mean;
    notes.add(
        known
            ? "The file has one mean ITL a request. The spread of single ITLs is worked out from"
                + " those as if tokens were independent; their shape is unknown."
            : "The file has one mean ITL a request, and these vary too much to tell the spread of"
                + " single ITLs; the usual one is taken, two fifths of the mean.");
    return new Summary(count, mean, known ? std : null, new TreeMap<>());
  }
}
