package dev.understudy.usage;

import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long requests took: percentiles within 1 %, count, mean and maximum exactly, in steps of a
 * microsecond. Kept in its compact form, HdrHistogram's V2 encoding behind the exact figures: 70 to
 * 210 bytes for up to a hundred requests, some 1.1 kB for a million of one model. Immutable; safe
 * on any thread.
 */
public final class LatencyHistogram {

  /** Of nothing. */
  public static final LatencyHistogram NONE = new LatencyHistogram(0, 0, 0, new byte[0]);

  private static final int HEADER = 3 * Long.BYTES;

  private final long count;
  private final long sumMicros;
  private final long maxMicros;
  private final byte[] encoded;

  LatencyHistogram(long count, long sumMicros, long maxMicros, byte[] encoded) {
    this.count = count;
    this.sumMicros = sumMicros;
    this.maxMicros = maxMicros;
    this.encoded = encoded;
  }

  /**
   * Reads the form that {@link #toBytes} gives.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static LatencyHistogram of(byte[] bytes) {
    if (bytes.length == 0) {
      return NONE;
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      LatencyHistogram read =
          new LatencyHistogram(
              in.getLong(),
              in.getLong(),
              in.getLong(),
              Arrays.copyOfRange(bytes, HEADER, bytes.length));
      if (LatencySum.hasBuckets(read.encoded) && read.decoded().getTotalCount() == read.count) {
        return read;
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "latency histogram: %d bytes (expected: those of toBytes)".formatted(bytes.length));
  }

  /** A compact form without loss; empty of nothing. Equal histograms have equal bytes. */
  public byte[] toBytes() {
    return count == 0
        ? new byte[0]
        : ByteBuffer.allocate(HEADER + encoded.length)
            .putLong(count)
            .putLong(sumMicros)
            .putLong(maxMicros)
            .put(encoded)
            .array();
  }

  AbstractHistogram decoded() {
    return Histogram.decodeFromByteBuffer(ByteBuffer.wrap(encoded), 0);
  }

  /** Both together. Associative and commutative, with {@link #NONE} as nothing. */
  public LatencyHistogram merge(LatencyHistogram other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    LatencySum sum = new LatencySum();
    sum.add(this);
    sum.add(other);
    return sum.toHistogram();
  }

  /** How many requests were measured. */
  public long count() {
    return count;
  }

  long sumMicros() {
    return sumMicros;
  }

  long maxMicros() {
    return maxMicros;
  }

  /** The longest, in seconds; null of nothing. */
  public @Nullable BigDecimal maxSeconds() {
    return seconds(maxMicros);
  }

  /** The mean, in seconds, to the microsecond; null of nothing. */
  public @Nullable BigDecimal meanSeconds() {
    return count == 0 ? null : seconds(Math.round((double) sumMicros / count));
  }

  /**
   * The time within which so many of a hundred requests were over, in seconds, each.
   *
   * @param percentiles 0 to 100
   * @return as many, in their order; null each of nothing
   */
  public @Nullable BigDecimal[] percentilesSeconds(double... percentiles) {
    @Nullable BigDecimal[] all = new BigDecimal[percentiles.length];
    if (count > 0) {
      AbstractHistogram histogram = decoded();
      for (int i = 0; i < all.length; i++) {
        // A bucket is told by its upper end, which nothing may have reached.
        all[i] = seconds(Math.min(maxMicros, histogram.getValueAtPercentile(percentiles[i])));
      }
    }
    return all;
  }

  private @Nullable BigDecimal seconds(long micros) {
    if (count == 0) {
      return null;
    }
    BigDecimal seconds = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LatencyHistogram that
        && count == that.count
        && sumMicros == that.sumMicros
        && maxMicros == that.maxMicros
        && Arrays.equals(encoded, that.encoded);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(sumMicros) + Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "LatencyHistogram[count=%d, mean=%s s, max=%s s]"
        .formatted(count, meanSeconds(), maxSeconds());
  }
}
