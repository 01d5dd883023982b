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
  private static final int USUAL_BYTES = 256;

  private @Nullable PackedHistogram histogram;
  private long sumMicros;
  private long minMicros = Long.MAX_VALUE; // within its bucket
  private long maxMicros;

  /** Adds one, 0 to a day. */
  void record(long nanos) {
    long micros = nanos / 1_000;
    histogram().recordValue(micros);
    sumMicros += micros;
    minMicros = Math.min(minMicros, micros);
    maxMicros = Math.max(maxMicros, micros);
  }

  void add(LatencyHistogram other) {
    if (other.count() > 0) {
      add(other.buckets());
      sumMicros += other.sumMicros();
      maxMicros = Math.max(maxMicros, other.maxMicros());
    }
  }

  /** Adds what {@link #toHistogram} has written: that is cheaper than a histogram of its own. */
  private void add(ByteBuffer buckets) {
    PackedHistogram into = histogram();
    long micros = 0;
    while (buckets.hasRemaining()) {
      micros += Varints.get(buckets);
      minMicros = Math.min(minMicros, micros);
      into.recordValueWithCount(micros, Varints.get(buckets));
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

  long count() {
    return histogram == null ? 0 : histogram.getTotalCount();
  }

  /** The time in microseconds within which so many of a hundred were over; 0 of nothing. */
  long percentile(double percentile) {
    // A bucket is told by its upper end, which nothing may have reached.
    return Math.min(maxMicros, histogram().getValueAtPercentile(percentile));
  }

  LatencyHistogram toHistogram() {
    return histogram == null
        ? LatencyHistogram.NONE
        : new LatencyHistogram(count(), sumMicros, maxMicros, written(histogram));
  }

  /** Each bucket in use: by how much it begins after the one before, and how many it has. */
  private byte[] written(PackedHistogram histogram) {
    ByteBuffer out = ByteBuffer.allocate(USUAL_BYTES);
    long before = 0;
    long micros = histogram.lowestEquivalentValue(minMicros);
    while (micros <= maxMicros) {
      long count = histogram.getCountAtValue(micros);
      if (count > 0) {
        if (out.remaining() < 2 * Varints.MOST_BYTES) {
          out = ByteBuffer.allocate(2 * out.capacity()).put(out.flip());
        }
        Varints.put(out, micros - before);
        Varints.put(out, count);
        before = micros;
      }
      micros = histogram.nextNonEquivalentValue(micros);
    }
    return Arrays.copyOf(out.array(), out.position());
  }
}
