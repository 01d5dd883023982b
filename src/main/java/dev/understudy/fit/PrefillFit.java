package dev.understudy.fit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a prompt token adds to the time to first token: the slope of the least-squares line of TTFT
 * over uncached prompt tokens (Draper, Smith: Applied Regression Analysis, 1998, chapter 1).
 *
 * @param secondsPerToken that slope, above 0 and up to 1
 * @param standardError of the slope, in seconds
 * @param fewest the fewest prompt tokens of a request
 * @param most the most
 */
public record PrefillFit(double secondsPerToken, double standardError, double fewest, double most) {

  /** In standard errors; a slope of chance is beyond it once in a thousand times. */
  private static final double SIGNIFICANT = 3.3;

  private static final int LEAST = 10;

  /**
   * Null when the prompts are of one length, unknown or too few, or the slope may be chance.
   *
   * @param ttft seconds, by request
   * @param tokens prompt tokens, by request; not a number where unknown
   */
  static @Nullable PrefillFit of(double[] ttft, double[] tokens) {
    if (ttft.length < LEAST || ttft.length != tokens.length) {
      return null;
    }
    double count = tokens.length;
    double meanX = Arrays.stream(tokens).average().orElse(0);
    double meanY = Arrays.stream(ttft).average().orElse(0);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < count; i++) {
      double x = tokens[i] - meanX;
      double y = ttft[i] - meanY;
      xx += x * x;
      xy += x * y;
      yy += y * y;
    }
    if (!(xx > 0)) {
      return null;
    }
    double slope = xy / xx;
    double error = Math.sqrt(Math.max(0, yy - slope * xy) / (count - 2) / xx);
    if (!(slope > SIGNIFICANT * error && slope > 0 && slope <= 1)) {
      return null;
    }
    double most = Candidate.rounded(Math.min(slope, steepest(ttft, tokens)));
    return most > 0
        ? new PrefillFit(
            most,
            error,
            Arrays.stream(tokens).min().orElseThrow(),
            Arrays.stream(tokens).max().orElseThrow())
        : null;
  }

  /** No request can have spent more on its prompt than all of its time. */
  private static double steepest(double[] ttft, double[] tokens) {
    double least = 1;
    for (int i = 0; i < ttft.length; i++) {
      if (tokens[i] > 0) {
        least = Math.min(least, 0.999 * ttft[i] / tokens[i]);
      }
    }
    return least;
  }
}
