package dev.understudy.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a request costs, and why. An unknown price gives no amount and the reason, never 0.
 *
 * @param amount USD, exact; null when a price that is needed is unknown
 * @param rule the price entries that applied, weakest first; {@code base} is the one without
 *     conditions
 * @param reason why there is no amount; null when there is one
 * @param lines the parts of the amount
 */
public record Cost(
    @Nullable BigDecimal amount, List<String> rule, @Nullable String reason, List<Line> lines) {

  /** Copies the lists. */
  public Cost {
    rule = List.copyOf(rule);
    lines = List.copyOf(lines);
  }

  /**
   * One part of a cost.
   *
   * @param item what is paid for
   * @param tokens how many
   * @param perMillion USD for a million of them; null when unknown
   * @param amount USD; null when unknown
   */
  public record Line(
      String item, long tokens, @Nullable BigDecimal perMillion, @Nullable BigDecimal amount) {

    static Line of(String item, long tokens, @Nullable BigDecimal perMillion) {
      // A million is 10^6: moving the point is exact.
      BigDecimal amount =
          perMillion == null
              ? null
              : plain(perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6));
      return new Line(item, tokens, perMillion, amount);
    }
  }

  /**
   * The cost of a request.
   *
   * @param pricing the model's prices, or null when none are known
   * @param usage what was used
   * @param now the time of the request when {@code usage} names none
   */
  public static Cost of(@Nullable ModelPricing pricing, TokenUsage usage, Instant now) {
    if (pricing == null) {
      return new Cost(null, List.of(), "no price of this model is known", List.of());
    }
    Instant at = Objects.requireNonNullElse(usage.at(), now);
    return new Calculation(pricing, usage, LocalDate.ofInstant(at, ZoneOffset.UTC)).cost();
  }

  private static BigDecimal plain(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * Applies the conditions in order, then prices what was used line by line. The prompt is laid out
   * as it is sent: what a cache held, what is written to one, then the rest.
   */
  private static final class Calculation {
    private final TokenUsage usage;
    private final List<String> rule = new ArrayList<>(List.of("base"));
    private final List<Line> lines = new ArrayList<>();

    /** Rates by the number of prompt tokens before the first that they price. */
    private final NavigableMap<Long, Rates> brackets = new TreeMap<>();

    private boolean tierPriced;

    Calculation(ModelPricing pricing, TokenUsage usage, LocalDate day) {
      this.usage = usage;
      brackets.put(0L, pricing.rates());
      for (ConditionalPrice entry : pricing.conditional()) {
        if (entry.holds(day, usage.serviceTier())) {
          apply(entry);
        }
      }
    }

    private void apply(ConditionalPrice entry) {
      long threshold = Objects.requireNonNullElse(entry.minPromptTokens(), 0);
      boolean marginal = entry.mode() == ThresholdMode.MARGINAL;
      if (usage.inputTokens() < (marginal ? threshold + 1 : threshold)) {
        return;
      }
      rule.add(entry.describe());
      tierPriced |= entry.serviceTier() != null;
      long start = marginal ? threshold : 0;
      Rates split = Objects.requireNonNull(brackets.floorEntry(start)).getValue();
      brackets.putIfAbsent(start, split);
      brackets.tailMap(start, true).replaceAll((from, rates) -> entry.rates().over(rates));
    }

    Cost cost() {
      String tier = usage.serviceTier();
      if (tier != null && !tier.equals("default") && !tier.equals("auto") && !tierPriced) {
        return new Cost(null, rule, "no price is known for service tier " + tier, List.of());
      }
      price();
      BigDecimal sum = BigDecimal.ZERO;
      for (Line line : lines) {
        if (line.amount() == null) {
          return new Cost(null, rule, "the price of " + line.item() + " is unknown", lines);
        }
        sum = sum.add(line.amount());
      }
      return new Cost(plain(sum), rule, null, lines);
    }

    private void price() {
      boolean batch = usage.batch();
      long cached = usage.cachedInputTokens();
      long written = cached + usage.cacheWriteTokens();
      prompt("input", written, usage.inputTokens(), batch ? Rates::batchInput : Rates::input);
      prompt("cached input", 0, cached, batch ? Rates::batchCachedInput : Rates::cachedInput);
      prompt("cache write", cached, written, batch ? Rates::batchCacheWrite : Rates::cacheWrite);
      Rates rates = brackets.firstEntry().getValue();
      line("output", usage.outputTokens(), batch ? rates.batchOutput() : rates.output());
    }

    /** The prompt tokens after {@code from} and up to {@code to}, bracket by bracket. */
    private void prompt(
        String item, long from, long to, Function<Rates, @Nullable BigDecimal> rate) {
      brackets.forEach(
          (start, rates) -> {
            Long next = brackets.higherKey(start);
            long end = next == null ? to : Math.min(to, next);
            line(
                start == 0 ? item : item + " above " + start,
                end - Math.max(from, start),
                rate.apply(rates));
          });
    }

    private void line(String item, long tokens, @Nullable BigDecimal perMillion) {
      if (tokens > 0) {
        lines.add(Line.of(usage.batch() ? "batch " + item : item, tokens, perMillion));
      }
    }
  }
}
