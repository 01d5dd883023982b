package dev.understudy.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

  private static LatencyHistogram lognormal(int requests) {
    Random random = new Random(1);
    LatencySum sum = new LatencySum();
    for (int i = 0; i < requests; i++) {
      sum.record((long) (Math.exp(random.nextGaussian() * 0.4) * 500_000_000));
    }
    return sum.toHistogram();
  }

  @Test
  void nothing_hasNoFiguresAndNoBytes() {
    assertThat(LatencyHistogram.NONE.percentilesSeconds(50, 99)).containsExactly(null, null);
    assertThat(LatencyHistogram.NONE.meanSeconds()).isNull();
    assertThat(LatencyHistogram.NONE.maxSeconds()).isNull();
    assertThat(LatencyHistogram.NONE.toBytes()).isEmpty();
    assertThat(LatencyHistogram.of(new byte[0])).isEqualTo(LatencyHistogram.NONE);
  }

  @Test
  void bytes_areAsFewAsIsSaid() {
    assertThat(lognormal(1).toBytes()).hasSizeLessThan(20);
    assertThat(lognormal(100).toBytes()).hasSizeLessThan(300);
    assertThat(lognormal(1_000_000).toBytes()).hasSizeLessThan(2_500);
  }

  @Test
  void spoiltBytes_areRefusedWithWhatWasExpected() {
    byte[] good = lognormal(100).toBytes();
    byte[] miscounted = good.clone();
    miscounted[0]++;
    byte[] endless = new byte[20];
    Arrays.fill(endless, (byte) 0xff);
    byte[] tooLong = {
      1, 1, 1, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8, 1
    };
    for (byte[] bad :
        new byte[][] {
          {1},
          {0, 0, 0},
          {1, 1, 1, 1, 0},
          Arrays.copyOf(good, good.length - 1),
          Arrays.copyOf(good, good.length - 2),
          new byte[200],
          miscounted,
          endless,
          tooLong
        }) {
      assertThatThrownBy(() -> LatencyHistogram.of(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(bad.length + " bytes (expected: those of toBytes)");
    }
  }
}
