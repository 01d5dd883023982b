package dev.understudy.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What every price has in common. */
final class Prices {

  /** No price in use is near it; a larger one is a slip of the unit. */
  private static final BigDecimal HIGHEST = BigDecimal.valueOf(1_000_000);

  private static final int MAX_SCALE = 30;

  private Prices() {}

  /** Checks an amount and brings it to one form, so that 0.60 and 0.6 are equal. */
  static @Nullable BigDecimal checked(Faults faults, String path, @Nullable BigDecimal amount) {
    if (amount == null) {
      return null;
    }
    // The scale first: 1e-2000000000 must not be expanded in order to be compared or printed.
    boolean sane =
        Math.abs((long) amount.scale()) <= MAX_SCALE
            && amount.signum() >= 0
            && amount.compareTo(HIGHEST) <= 0;
    faults.require(sane, path, amount, "USD from 0 to " + HIGHEST);
    if (!sane) {
      return null;
    }
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
