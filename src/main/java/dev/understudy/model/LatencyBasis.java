package dev.understudy.model;

import java.util.Locale;

/** Where a latency profile comes from. */
public enum LatencyBasis implements Named {
  /** Measured on this model. */
  MEASURED,
  /**
   * The time to first token is that of the same model without reasoning, or of its sibling that
   * does not reason.
   */
  SIBLING,
  /** Only the speed was measured; the time to first token is a preset's. */
  SPEED,
  /** A preset, by size; nothing was measured. */
  PRESET;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
