package dev.understudy.model;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Rates that hold under conditions, all of which must be met. Of several that match, a later one
 * stands above an earlier one, rate by rate; what it leaves unknown is inherited. A marginal entry
 * stands above for the prompt tokens past its threshold only.
 *
 * @param from first day, UTC; null for no beginning
 * @param to the day from which it no longer holds, UTC; null for no end
 * @param minPromptTokens prompt length from which it holds (a cliff), or above which it prices the
 *     prompt's tokens (marginal), from 1; null for any
 * @param mode whether the threshold re-prices all tokens or only those above it; null without one
 * @param serviceTier the tier that the request must name; null for any
 * @param rates the rates
 */
public record ConditionalPrice(
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable Integer minPromptTokens,
    @Nullable ThresholdMode mode,
    @Nullable String serviceTier,
    Rates rates) {

  /** Refuses empty and contradicting conditions; a threshold without a mode is a cliff. */
  public ConditionalPrice {
    Faults faults = new Faults();
    faults.atLeast(minPromptTokens, 1, "min_prompt_tokens");
    faults.require(
        from != null || to != null || minPromptTokens != null || serviceTier != null,
        "",
        "no condition",
        "at least one of from, to, min_prompt_tokens, service_tier");
    faults.require(
        from == null || to == null || from.isBefore(to),
        "to",
        to,
        "a day after from (" + from + ")");
    faults.require(
        mode == null || minPromptTokens != null,
        "mode",
        mode,
        "a mode only with min_prompt_tokens");
    faults.require(
        mode != ThresholdMode.MARGINAL || (rates.output() == null && rates.batchOutput() == null),
        "output_per_million",
        rates.output() != null ? rates.output() : rates.batchOutput(),
        "no output price with mode marginal, which prices prompt tokens");
    faults.require(!rates.equals(Rates.UNKNOWN), "", "no price", "at least one price");
    faults.throwIfAny();
    if (minPromptTokens != null && mode == null) {
      mode = ThresholdMode.CLIFF;
    }
  }

  /** True when the entry holds on that day for that tier, whatever the prompt's length. */
  boolean holds(LocalDate day, @Nullable String tier) {
    return (from == null || !day.isBefore(from))
        && (to == null || day.isBefore(to))
        && (serviceTier == null || serviceTier.equals(tier));
  }

  /** The entry's conditions, for people. */
  String describe() {
    StringBuilder text = new StringBuilder();
    append(text, from == null ? null : "from " + from);
    append(text, to == null ? null : "to " + to);
    append(text, threshold());
    append(text, serviceTier == null ? null : "tier " + serviceTier);
    return text.toString();
  }

  private @Nullable String threshold() {
    if (minPromptTokens == null) {
      return null;
    }
    return mode == ThresholdMode.MARGINAL
        ? "prompt tokens above " + minPromptTokens
        : "prompt >= " + minPromptTokens;
  }

  private static void append(StringBuilder text, @Nullable String part) {
    if (part != null) {
      text.append(text.isEmpty() ? "" : ", ").append(part);
    }
  }
}
