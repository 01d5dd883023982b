package dev.understudy.bench;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Sums up what arrived when. Confined to the client's event loop. */
final class StreamFigures {

  private static final double MILLI = 1e6;

  /** Ratios are recorded in millionths. */
  private static final double MILLION = 1e6;

  private final long ttftNanos;
  private final long itlNanos;
  private final long fromNanos;
  private final long untilNanos;
  private final Histogram lag = new Histogram(3);
  private final Histogram firstLag = new Histogram(3);
  private final Histogram serverLag = new Histogram(3);
  private final Histogram totalError = new Histogram(3);
  private double driftNanos;
  private double gapsNanos;
  private double dueGapsNanos;
  private long received;
  private long heard;
  private long heardInTime;
  private long expected;
  private int completed;
  private int failed;
  private int refused;

  /**
   * Figures of streams whose token k is due at TTFT plus k ITL.
   *
   * @param fromNanos when measuring begins
   * @param untilNanos when it ends
   */
  StreamFigures(long ttftNanos, long itlNanos, long fromNanos, long untilNanos) {
    this.ttftNanos = ttftNanos;
    this.itlNanos = itlNanos;
    this.fromNanos = fromNanos;
    this.untilNanos = untilNanos;
  }

  /**
   * One stream that came to its end.
   *
   * @param arrived offsets in nanoseconds after the request was sent
   * @param sent offsets as the server says; as long as {@code arrived}, or empty
   */
  void add(long[] arrived, long[] sent, int expectedTokens) {
    int n = arrived.length;
    if (n == 0) {
      addFailed(0, expectedTokens);
      return;
    }
    expected += expectedTokens;
    received += n;
    completed++;
    for (int k = 0; k < n; k++) {
      lag.recordValue(Math.max(0, arrived[k] - due(k)));
    }
    for (int k = 0; k < sent.length; k++) {
      serverLag.recordValue(Math.max(0, sent[k] - due(k)));
    }
    long first = arrived[0] - due(0);
    long last = arrived[n - 1] - due(n - 1);
    firstLag.recordValue(Math.max(0, first));
    totalError.recordValue(Math.round(MILLION * Math.abs(last) / Math.max(1, due(n - 1))));
    driftNanos += last - first;
    gapsNanos += arrived[n - 1] - arrived[0];
    dueGapsNanos += due(n - 1) - due(0);
  }

  private long due(int k) {
    return ttftNanos + k * itlNanos;
  }

  /** A stream that broke off, with what had arrived. */
  void addFailed(int receivedTokens, int expectedTokens) {
    received += receivedTokens;
    expected += expectedTokens;
    failed++;
  }

  /** A request that was not answered by a stream. */
  void refuse() {
    refused++;
  }

  /** Tokens that came, in streams that are measured or not. */
  void hear(int tokens, long nowNanos) {
    heard += tokens;
    if (nowNanos - fromNanos >= 0 && untilNanos - nowNanos > 0) {
      heardInTime += tokens;
    }
  }

  String json(int streams) {
    return String.format(
        Locale.ROOT,
        "{\"streams\":%d,\"completed\":%d,\"failed\":%d,\"refused\":%d,\"tokens_heard\":%d,\"tokens_expected\":%d,"
            + "\"tokens_received\":%d,\"tokens_per_second\":%.0f,\"lag_ms\":%s,\"ttft_lag_ms\":%s,"
            + "\"server_lag_ms\":%s,\"total_error_percent\":%s,\"drift_ms\":%.3f,\"gap_ratio\":%.5f}",
        streams,
        completed,
        failed,
        refused,
        heard,
        expected,
        received,
        heardInTime * 1e9 / (untilNanos - fromNanos),
        part(lag, MILLI),
        part(firstLag, MILLI),
        part(serverLag, MILLI),
        part(totalError, MILLION / 100),
        driftNanos / Math.max(1, completed) / MILLI,
        gapsNanos / Math.max(1, dueGapsNanos));
  }

  private static String part(Histogram histogram, double unit) {
    return String.format(
        Locale.ROOT,
        "{\"mean\":%.4f,\"p50\":%.4f,\"p99\":%.4f,\"max\":%.4f}",
        histogram.getMean() / unit,
        histogram.getValueAtPercentile(50) / unit,
        histogram.getValueAtPercentile(99) / unit,
        histogram.getMaxValue() / unit);
  }
}
