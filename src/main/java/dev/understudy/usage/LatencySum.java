package dev.understudy.usage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * A latency histogram that is being added up. 320 bytes for its first value, 2 kB for a million of
 * one model, 36 kB when every bucket is in use; nothing as long as there is no value. Confined to
 * one thread.
 */
final class LatencySum {

  /** All have the same buckets, so that adding them up loses nothing. */
  private static final int SIGNIFICANT_DIGITS = 2;

  private static final long LONGEST_MICROS = 86_400_000_000L;

  private @Nullable PackedHistogram histogram;
  private long sumMicros;
  private long maxMicros;

  /** Adds one, 0 to a day. */
  void record(long nanos) {
    long micros = nanos / 1_000;
    histogram().recordValue(micros);
    sumMicros += micros;
    maxMicros = Math.max(maxMicros, micros);
  }

  void add(LatencyHistogram other) {
    if (other.count() > 0) {
      histogram().add(other.decoded());
      sumMicros += other.sumMicros();
      maxMicros = Math.max(maxMicros, other.maxMicros());
    }
  }

  private PackedHistogram histogram() {
    PackedHistogram known = histogram;
    if (known == null) {
      known = new PackedHistogram(1, LONGEST_MICROS, SIGNIFICANT_DIGITS);
      histogram = known;
    }
    return known;
  }

  LatencyHistogram toHistogram() {
    PackedHistogram known = histogram;
    if (known == null) {
      return LatencyHistogram.NONE;
    }
    ByteBuffer out = ByteBuffer.allocate(known.getNeededByteBufferCapacity());
    int length = known.encodeIntoByteBuffer(out);
    return new LatencyHistogram(
        known.getTotalCount(), sumMicros, maxMicros, Arrays.copyOf(out.array(), length));
  }
}
