package dev.understudy.bench;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Sums up what arrived when. Confined to the client's event loop. */
final class StreamFigures {

  private static final double MILLI = 1e6;

  private final Histogram lag = new Histogram(3);
  private final Histogram firstLag = new Histogram(3);
  private final Histogram serverLag = new Histogram(3);
  private double lagNanos;
  private double serverLagNanos;
  private double driftNanos;
  private double totalErrorRatio;
  private double gapsNanos;
  private double dueGapsNanos;
  private long gaps;
  private long received;
  private long heard;
  private long expected;
  private int completed;
  private int failed;

  /**
   * One stream that came to its end.
   *
   * @param due offsets in nanoseconds, as the server says
   * @param arrived offsets in nanoseconds after the request was sent
   * @param sent offsets as the server says; as long as {@code due}, or empty
   */
  void add(long[] due, long[] arrived, long[] sent, int expectedTokens) {
    int n = arrived.length;
    expected += expectedTokens;
    received += n;
    if (n == 0) {
      failed++;
      return;
    }
    completed++;
    for (int k = 0; k < n; k++) {
      lag.recordValue(Math.max(0, arrived[k] - due[k]));
      lagNanos += arrived[k] - due[k];
    }
    for (int k = 0; k < sent.length; k++) {
      serverLag.recordValue(Math.max(0, sent[k] - due[k]));
      serverLagNanos += sent[k] - due[k];
    }
    long first = arrived[0] - due[0];
    long last = arrived[n - 1] - due[n - 1];
    firstLag.recordValue(Math.max(0, first));
    driftNanos += last - first;
    totalErrorRatio += (double) Math.abs(last) / Math.max(1, due[n - 1]);
    gapsNanos += arrived[n - 1] - arrived[0];
    dueGapsNanos += due[n - 1] - due[0];
    gaps += n - 1;
  }

  /** A stream that broke off, with what had arrived. */
  void addFailed(int receivedTokens, int expectedTokens) {
    received += receivedTokens;
    expected += expectedTokens;
    failed++;
  }

  /** Tokens that came, in streams that are measured or not. */
  void hear(int tokens) {
    heard += tokens;
  }

  String json(int streams, double seconds) {
    double count = Math.max(1, lag.getTotalCount());
    double done = Math.max(1, completed);
    return String.format(
        Locale.ROOT,
        "{\"streams\":%d,\"completed\":%d,\"failed\":%d,\"tokens_heard\":%d,\"tokens_expected\":%d,"
            + "\"tokens_received\":%d,\"tokens_per_second\":%.0f,\"lag_ms\":%s,\"ttft_lag_ms\":%s,"
            + "\"server_lag_ms\":%s,\"drift_ms\":%.3f,\"total_error_percent\":%.3f,"
            + "\"mean_gap_ms\":%.4f,\"due_gap_ms\":%.4f,\"gap_ratio\":%.5f}",
        streams,
        completed,
        failed,
        heard,
        expected,
        received,
        received / seconds,
        part(lag, lagNanos / count),
        part(firstLag, firstLag.getMean()),
        part(serverLag, serverLagNanos / Math.max(1, serverLag.getTotalCount())),
        driftNanos / done / MILLI,
        100 * totalErrorRatio / done,
        gapsNanos / Math.max(1, gaps) / MILLI,
        dueGapsNanos / Math.max(1, gaps) / MILLI,
        gapsNanos / Math.max(1, dueGapsNanos));
  }

  private static String part(Histogram histogram, double meanNanos) {
    return String.format(
        Locale.ROOT,
        "{\"mean\":%.3f,\"p50\":%.3f,\"p99\":%.3f,\"max\":%.3f}",
        meanNanos / MILLI,
        histogram.getValueAtPercentile(50) / MILLI,
        histogram.getValueAtPercentile(99) / MILLI,
        histogram.getMaxValue() / MILLI);
  }
}
