package dev.understudy.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a model is asked to think before it answers. */
public enum ReasoningEffort implements Named {
  /** Not at all. */
  NONE(0),
  /** As little as it can. */
  MINIMAL(0.02),
  /** Little. */
  LOW(0.25),
  /** The middle. */
  MEDIUM(1),
  /** Much. */
  HIGH(2.5),
  /** Very much. */
  XHIGH(4),
  /** As much as it can. */
  MAX(5);

  private final String jsonName = name().toLowerCase(Locale.ROOT);
  private final double share;

  ReasoningEffort(double share) {
    this.share = share;
  }

  /** Whether that effort asks a model to reason; null asks for nothing. */
  public static boolean asks(@Nullable ReasoningEffort effort) {
    return effort != null && effort != NONE;
  }

  /**
   * Thinking tokens relative to medium effort, where a model's own are not known: 0.22 at low and
   * 2.7 at high follow from times to first token published for GPT-5 (Artificial Analysis, read
   * 2026-07-05), rounded; the ends are extrapolated.
   */
  public double share() {
    return share;
  }

  @Override
  public String jsonName() {
    return jsonName;
  }
}
