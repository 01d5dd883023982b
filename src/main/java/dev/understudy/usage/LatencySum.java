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

  /** Where HdrHistogram says how many bytes follow; all else before the counts is our buckets. */
  private static final int LENGTH_FROM = 4;

  private static final int LENGTH_TO = 8;
  private static final int COUNTS_FROM = 40;

  private static final byte[] NOTHING = encoded(empty());

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
      known = empty();
      histogram = known;
    }
    return known;
  }

  private static PackedHistogram empty() {
    return new PackedHistogram(1, LONGEST_MICROS, SIGNIFICANT_DIGITS);
  }

  private static byte[] encoded(PackedHistogram histogram) {
    ByteBuffer out = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoByteBuffer(out);
    return Arrays.copyOf(out.array(), length);
  }

  /** Whether an encoded histogram has the buckets of all others. */
  static boolean hasBuckets(byte[] encoded) {
    return encoded.length > COUNTS_FROM
        && Arrays.equals(encoded, 0, LENGTH_FROM, NOTHING, 0, LENGTH_FROM)
        && Arrays.equals(encoded, LENGTH_TO, COUNTS_FROM, NOTHING, LENGTH_TO, COUNTS_FROM);
  }

  LatencyHistogram toHistogram() {
    PackedHistogram known = histogram;
    if (known == null) {
      return LatencyHistogram.NONE;
    }
    return new LatencyHistogram(known.getTotalCount(), sumMicros, maxMicros, encoded(known));
  }
}
