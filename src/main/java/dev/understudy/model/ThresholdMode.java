package dev.understudy.model;

import java.util.Locale;

/** What a price that starts at a prompt length applies to. */
public enum ThresholdMode implements Named {
  /** All tokens of the request, once the prompt is long enough. */
  CLIFF,
  /** Only the prompt tokens above the threshold. */
  MARGINAL;

  private final String jsonName = name().toLowerCase(Locale.ROOT);

  @Override
  public String jsonName() {
    return jsonName;
  }
}
