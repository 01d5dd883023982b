package dev.understudy.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What another host asks for the model, for orientation only: never used to work out a cost.
 *
 * @param host who serves it
 * @param model the host's id for it
 * @param inputPerMillion USD for a million input tokens
 * @param outputPerMillion USD for a million output tokens
 */
public record ReferenceOffer(
    String host,
    @Nullable String model,
    @Nullable BigDecimal inputPerMillion,
    @Nullable BigDecimal outputPerMillion) {

  /** Refuses negative prices. */
  public ReferenceOffer {
    Faults faults = new Faults();
    faults.require(!host.isBlank(), "host", host, "a name");
    inputPerMillion = Prices.checked(faults, "input_per_million", inputPerMillion);
    outputPerMillion = Prices.checked(faults, "output_per_million", outputPerMillion);
    faults.throwIfAny();
  }
}
