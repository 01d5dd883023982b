package dev.understudy.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Writes decimals as people do, {@code 0.0000001}; those with a large exponent in scientific form,
 * as {@code 1E+9999} has seven characters that way and ten thousand the other. Confined to one
 * thread.
 */
final class ShortDecimals extends JsonGeneratorDelegate {

  private static final int LARGEST_PLAIN_SCALE = 30;

  ShortDecimals(JsonGenerator generator) {
    super(generator, false); // what is nested comes here too
  }

  @Override
  public void writeNumber(BigDecimal value) throws IOException {
    boolean plain = Math.abs((long) value.scale()) <= LARGEST_PLAIN_SCALE;
    delegate.writeNumber(plain ? value.toPlainString() : value.toString());
  }
}
