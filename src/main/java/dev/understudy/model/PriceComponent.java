package dev.understudy.model;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A price that is not for text tokens.
 *
 * @param unit what is paid for
 * @param amount USD for one unit
 */
public record PriceComponent(PriceUnit unit, BigDecimal amount) {

  /** Refuses negative amounts. */
  public PriceComponent {
    Faults faults = new Faults();
    amount = Prices.checked(faults, "amount", Objects.requireNonNull(amount, "amount"));
    faults.throwIfAny();
    Objects.requireNonNull(amount);
  }
}
