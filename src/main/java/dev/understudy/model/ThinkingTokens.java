package dev.understudy.model;

import org.jspecify.annotations.Nullable;

/**
 * How many tokens a model thinks before the first token of its answer, by the request's {@code
 * reasoning_effort}. Each takes the time between two tokens. An effort for which no figure is given
 * has the usual one's, by the ratio of {@link ReasoningEffort#share}. Immutable.
 *
 * @param usual the effort of requests that do not say; its figure must be given
 * @param minimal tokens, from 0 to 1,000,000; null when not known, as the others
 * @param low tokens
 * @param medium tokens
 * @param high tokens
 * @param xhigh tokens
 * @param max tokens
 */
public record ThinkingTokens(
    ReasoningEffort usual,
    @Nullable Integer minimal,
    @Nullable Integer low,
    @Nullable Integer medium,
    @Nullable Integer high,
    @Nullable Integer xhigh,
    @Nullable Integer max) {

  private static final int MOST = 1_000_000;

  /** Refuses counts that cannot be, and a usual effort without one. */
  public ThinkingTokens {
    Faults faults = new Faults();
    boolean thinks = usual != ReasoningEffort.NONE;
    faults.require(thinks, "usual", usual.jsonName(), "an effort other than none");
    count(faults, "minimal", minimal);
    count(faults, "low", low);
    count(faults, "medium", medium);
    count(faults, "high", high);
    count(faults, "xhigh", xhigh);
    count(faults, "max", max);
    if (thinks && figure(usual, minimal, low, medium, high, xhigh, max) == null) {
      faults.add(usual.jsonName(), null, "the tokens of the usual effort");
    }
    faults.throwIfAny();
  }

  private static void count(Faults faults, String path, @Nullable Integer tokens) {
    boolean possible = tokens == null || (tokens >= 0 && tokens <= MOST);
    faults.require(possible, path, tokens, "a whole number of tokens from 0 to " + MOST);
  }

  /** So many at medium effort, the usual one. */
  public static ThinkingTokens ofMedium(int tokens) {
    return new ThinkingTokens(ReasoningEffort.MEDIUM, null, null, tokens, null, null, null);
  }

  /** How many tokens at that effort; null is the usual one. */
  public int tokens(@Nullable ReasoningEffort effort) {
    ReasoningEffort asked = effort == null ? usual : effort;
    Integer known = known(asked);
    if (known != null) {
      return known;
    }
    Integer reference = known(usual);
    double tokens = reference == null ? 0 : reference * asked.share() / usual.share();
    return (int) Math.min(MOST, Math.round(tokens));
  }

  private @Nullable Integer known(ReasoningEffort effort) {
    return figure(effort, minimal, low, medium, high, xhigh, max);
  }

  private static @Nullable Integer figure(
      ReasoningEffort effort,
      @Nullable Integer minimal,
      @Nullable Integer low,
      @Nullable Integer medium,
      @Nullable Integer high,
      @Nullable Integer xhigh,
      @Nullable Integer max) {
    return switch (effort) {
      case NONE -> Integer.valueOf(0);
      case MINIMAL -> minimal;
      case LOW -> low;
      case MEDIUM -> medium;
      case HIGH -> high;
      case XHIGH -> xhigh;
      case MAX -> max;
    };
  }
}
