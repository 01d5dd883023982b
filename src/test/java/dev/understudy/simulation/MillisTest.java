package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class MillisTest {

  @Property
  void append_isTheDecimalOfTheNanos(@ForAll @LongRange(max = 1L << 50) long nanos) {
    StringBuilder out = new StringBuilder();
    Millis.append(out, nanos);
    assertThat(out)
        .hasToString(
            BigDecimal.valueOf(nanos, 6).setScale(3, RoundingMode.HALF_UP).toPlainString());
  }
}
