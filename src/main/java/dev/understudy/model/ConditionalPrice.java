package dev.understudy.model;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rates that hold under conditions, all of which must be met. Of several that match, a later one
 * stands above an earlier one, rate by rate; what it leaves unknown is inherited.
 *
 * @param from first day, UTC; null for no beginning
 * @param to the day from which it no longer holds, UTC; null for no end
 * @param minPromptTokens prompt length from which it holds, from 1; null for any
 * @param mode whether the threshold re-prices all tokens or only those above it; null without one
 * @param serviceTier the tier the request names; null for requests that name none
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
    append(text, minPromptTokens == null ? null : "prompt >= " + minPromptTokens + " " + mode());
    append(text, serviceTier == null ? null : "tier " + serviceTier);
    return text.toString();
  }

  private static void append(StringBuilder text, @Nullable String part) {
    if (part != null) {
      text.append(text.isEmpty() ? "" : ", ").append(part.toLowerCase(Locale.ROOT));
    }
  }
}
