package dev.understudy.fit;

import java.util.Arrays;
import java.util.List;

/**
 * What a result file says. Immutable as long as nobody writes to its arrays.
 *
 * @param form which tool wrote the file, and what of it was read, as a phrase
 * @param ttft times to first token
 * @param itl inter-token latencies
 * @param ttftSeconds times to first token by request, as the file has them; empty for a summary
 * @param promptTokens uncached prompt tokens of the same requests, not a number where unknown
 * @param notes what a reader should know of these figures, as sentences
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Measurements(
    String form,
    Measured ttft,
    Measured itl,
    double[] ttftSeconds,
    double[] promptTokens,
    List<String> notes) {

  /** Copies the list. */
  public Measurements {
    notes = List.copyOf(notes);
  }

  /**
   * The times to first token without what their prompts took; as they are where prompts are
   * unknown.
   *
   * @param secondsPerToken by uncached prompt token, from 0
   */
  public Measured ttftWithoutPrefill(double secondsPerToken) {
    boolean known = promptTokens.length > 0 && Arrays.stream(promptTokens).noneMatch(Double::isNaN);
    if (secondsPerToken == 0 || !known) {
      return ttft;
    }
    double[] rest = new double[ttftSeconds.length];
    Arrays.setAll(rest, i -> Math.max(0, ttftSeconds[i] - secondsPerToken * promptTokens[i]));
    return Samples.of(rest);
  }
}
