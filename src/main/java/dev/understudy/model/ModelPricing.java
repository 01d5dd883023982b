package dev.understudy.model;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the model's own vendor asks, in USD and exact decimals. {@link Cost#of} works out what a
 * request costs.
 *
 * @param rates token prices without conditions
 * @param components prices of what is not text tokens
 * @param conditional token prices under conditions, weakest first
 */
public record ModelPricing(
    Rates rates, List<PriceComponent> components, List<ConditionalPrice> conditional) {

  /** Copies the lists; refuses a unit that is priced twice. */
  public ModelPricing {
    components = List.copyOf(components);
    conditional = List.copyOf(conditional);
    Faults faults = new Faults();
    long units = components.stream().map(PriceComponent::unit).distinct().count();
    faults.require(units == components.size(), "components", "twice", "each unit once");
    faults.throwIfAny();
  }

  /** The two prices that every price list has. */
  public static ModelPricing of(BigDecimal inputPerMillion, BigDecimal outputPerMillion) {
    Rates rates = new Rates(inputPerMillion, outputPerMillion, null, null, null, null, null, null);
    return new ModelPricing(rates, List.of(), List.of());
  }
}
