package dev.understudy.usage;

import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long requests took: percentiles within 1 %, count, mean and maximum exactly, in steps of a
 * microsecond. Kept in a compact form: 15 bytes for one request, some 270 for a hundred, 2.4 kB for
 * a million of one model. Immutable; safe on any thread.
 */
public final class LatencyHistogram {

  /** Of nothing. */
  public static final LatencyHistogram NONE = new LatencyHistogram(0, 0, 0, new byte[0]);

  private final long count;
  private final long sumMicros;
  private final long maxMicros;
  private final byte[] buckets;

  LatencyHistogram(long count, long sumMicros, long maxMicros, byte[] buckets) {
    this.count = count;
    this.sumMicros = sumMicros;
    this.maxMicros = maxMicros;
    this.buckets = buckets;
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
              Varints.get(in),
              Varints.get(in),
              Varints.get(in),
              Arrays.copyOfRange(bytes, in.position(), bytes.length));
      if (read.decoded().count() == read.count && read.count > 0) {
        return read;
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "latency histogram: %d bytes (expected: those of toBytes)".formatted(bytes.length));
  }

  /**
   * A compact form without loss: count, sum and maximum in microseconds, then the buckets in use of
   * an HdrHistogram of two significant digits, each by how much it begins after the one before and
   * how many it has; all as LEB128. Empty of nothing. Equal histograms have equal bytes.
   */
  public byte[] toBytes() {
    if (count == 0) {
      return new byte[0];
    }
    ByteBuffer out = ByteBuffer.allocate(3 * Varints.MOST_BYTES + buckets.length);
    Varints.put(out, count);
    Varints.put(out, sumMicros);
    Varints.put(out, maxMicros);
    out.put(buckets);
    return Arrays.copyOf(out.array(), out.position());
  }

  ByteBuffer buckets() {
    return ByteBuffer.wrap(buckets);
  }

  private LatencySum decoded() {
    LatencySum sum = new LatencySum();
    sum.add(this);
    return sum;
  }

  /** Both together. Associative and commutative, with {@link #NONE} as nothing. */
  public LatencyHistogram merge(LatencyHistogram other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    LatencySum sum = decoded();
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
      LatencySum sum = decoded();
      for (int i = 0; i < all.length; i++) {
        all[i] = seconds(sum.percentile(percentiles[i]));
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
        && Arrays.equals(buckets, that.buckets);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(sumMicros) + Arrays.hashCode(buckets);
  }

  @Override
  public String toString() {
    return "LatencyHistogram[count=%d, mean=%s s, max=%s s]"
        .formatted(count, meanSeconds(), maxSeconds());
  }
}
