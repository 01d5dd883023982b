package dev.understudy.model;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a model thinks before the first token of its answer, by the request's {@code
 * reasoning_effort}. Each takes the time between two tokens. An effort for which no figure is given
 * has the nearest one's, by the ratio of {@link ReasoningEffort#share}. Immutable.
 *
 * @param usual the effort of requests that do not say
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
    boolean some = Stream.of(minimal, low, medium, high, xhigh, max).anyMatch(Objects::nonNull);
    faults.require(some, "", null, "the tokens of at least one effort");
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
    ReasoningEffort nearest = nearest(asked);
    Integer figure = known(nearest);
    double tokens = figure == null ? 0 : figure * asked.share() / nearest.share();
    return (int) Math.min(MOST, Math.round(tokens));
  }

  private ReasoningEffort nearest(ReasoningEffort asked) {
    ReasoningEffort nearest = usual;
    double least = Double.POSITIVE_INFINITY;
    for (ReasoningEffort effort : ReasoningEffort.values()) {
      double distance = Math.abs(Math.log(effort.share() / asked.share()));
      if (effort != ReasoningEffort.NONE && known(effort) != null && distance < least) {
        nearest = effort;
        least = distance;
      }
    }
    return nearest;
  }

  private @Nullable Integer known(ReasoningEffort effort) {
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
