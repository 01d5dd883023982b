package dev.understudy.model;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a model thinks before the first token of its answer, by the request's {@code
 * reasoning_effort}. Each takes the time between two tokens. Immutable.
 *
 * <p>An effort for which no figure is given, between two that have one, lies on the line between
 * them over {@link ReasoningEffort#share}, so that the order of those given is kept; outside it has
 * the nearest one's, by the ratio of the shares. Where no figure is given at all, those of {@link
 * #MEDIANS} hold: then only {@code usual} is known of the model.
 *
 * @param usual the effort of requests that do not say; none for a model that thinks only when asked
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

  /**
   * Of models that reason and of which nobody measured for how long: the medians of the figures
   * that the catalog's models give for each effort (of 6 models at low, 29 at medium, 13 at high, 7
   * at xhigh), to two digits; efforts that fewer than five give follow from these. All those
   * figures are times to the answer's first token published by Artificial Analysis (read
   * 2026-07-05), less the model's own, times its speed.
   */
  public static final ThinkingTokens MEDIANS =
      new ThinkingTokens(ReasoningEffort.MEDIUM, null, 270, 1_200, 2_400, 2_600, null);

  /** Refuses counts that cannot be. */
  public ThinkingTokens {
    Faults faults = new Faults();
    count(faults, "minimal", minimal);
    count(faults, "low", low);
    count(faults, "medium", medium);
    count(faults, "high", high);
    count(faults, "xhigh", xhigh);
    count(faults, "max", max);
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

  /** Only that is known: how a model thinks that was not asked to. */
  public static ThinkingTokens ofUsual(ReasoningEffort usual) {
    return new ThinkingTokens(usual, null, null, null, null, null, null);
  }

  /** The same with another usual effort. */
  public ThinkingTokens withUsual(ReasoningEffort effort) {
    return new ThinkingTokens(effort, minimal, low, medium, high, xhigh, max);
  }

  /** How many tokens at that effort; null is the usual one. */
  public int tokens(@Nullable ReasoningEffort effort) {
    ReasoningEffort asked = effort == null ? usual : effort;
    Integer known = known(asked);
    if (known != null) {
      return known;
    }
    TreeSet<ReasoningEffort> given = given();
    ReasoningEffort below = given.lower(asked);
    ReasoningEffort above = given.higher(asked);
    if (below != null && above != null) {
      return between(below, above, asked);
    }
    ReasoningEffort only = below != null ? below : above;
    return only == null ? MEDIANS.tokens(asked) : scaled(only, asked);
  }

  private TreeSet<ReasoningEffort> given() {
    TreeSet<ReasoningEffort> given = new TreeSet<>(List.of(ReasoningEffort.values()));
    given.removeIf(effort -> effort == ReasoningEffort.NONE || known(effort) == null);
    return given;
  }

  private int between(ReasoningEffort below, ReasoningEffort above, ReasoningEffort asked) {
    double way = (asked.share() - below.share()) / (above.share() - below.share());
    return (int) Math.round(figure(below) + way * (figure(above) - figure(below)));
  }

  private int scaled(ReasoningEffort from, ReasoningEffort asked) {
    return (int) Math.min(MOST, Math.round(figure(from) * asked.share() / from.share()));
  }

  private int figure(ReasoningEffort effort) {
    Integer known = known(effort);
    return known == null ? 0 : known;
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
