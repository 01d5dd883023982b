package dev.understudy.usage;

import dev.understudy.model.ConditionalPrice;
import dev.understudy.model.Cost;
import dev.understudy.model.ModelPricing;
import dev.understudy.model.TokenUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What requests of one hour cost together, by the one calculator, {@link Cost#of}. A price without
 * a threshold on the prompt's length is linear in tokens, so requests are summed and priced once;
 * apart by which kinds of tokens they have, as one whose price is unknown must not make others
 * unknown. Confined by its owner.
 */
final class TokenBill {

  private static final int SHAPES = 8;
  private static final int LONGS = 4;

  /** Requests beyond are priced alone, so that sums stay within what the calculator takes. */
  private static final long MANY_TOKENS = 1_000_000_000;

  private static final long SETTLED_FROM = 900_000_000_000L;

  private final Instant hour;
  private final long[] sums = new long[SHAPES * LONGS];
  private @Nullable ModelPricing pricing;
  private @Nullable ModelPricing linear;
  private int threshold;
  private BigDecimal cost = BigDecimal.ZERO;
  private long unpriced;

  TokenBill(Instant hour) {
    this.hour = hour;
  }

  /** Adds a request whose cost is known. */
  void add(BigDecimal known) {
    cost = cost.add(known);
  }

  /** Adds a request at that price; null when none is known. */
  void add(RequestUsage request, @Nullable ModelPricing price) {
    if (price == null) {
      unpriced++;
      return;
    }
    if (!price.equals(pricing)) {
      change(price);
    }
    long input = request.inputTokens();
    if (input >= threshold || input + request.outputTokens() >= MANY_TOKENS) {
      price(price, request.tokens(), 1);
    } else {
      sum(input - request.cachedInputTokens(), request.cachedInputTokens(), request.outputTokens());
    }
  }

  private void change(ModelPricing price) {
    settle();
    pricing = price;
    threshold = Integer.MAX_VALUE;
    for (ConditionalPrice entry : price.conditional()) {
      Integer from = entry.minPromptTokens();
      threshold = from == null ? threshold : Math.min(threshold, from);
    }
    linear =
        new ModelPricing(
            price.rates(),
            price.components(),
            price.conditional().stream().filter(entry -> entry.minPromptTokens() == null).toList());
  }

  private void sum(long fresh, long cached, long output) {
    int shape = (fresh > 0 ? 1 : 0) | (cached > 0 ? 2 : 0) | (output > 0 ? 4 : 0);
    int at = shape * LONGS;
    sums[at]++;
    sums[at + 1] += fresh + cached;
    sums[at + 2] += cached;
    sums[at + 3] += output;
    if (sums[at + 1] >= SETTLED_FROM || sums[at + 3] >= SETTLED_FROM) {
      settle();
    }
  }

  /** Prices what was summed. */
  private void settle() {
    for (int at = 0; at < sums.length; at += LONGS) {
      if (sums[at] > 0) {
        TokenUsage together =
            new TokenUsage(sums[at + 1], sums[at + 2], 0, sums[at + 3], 0, null, false, null);
        price(Objects.requireNonNull(linear), together, sums[at]);
      }
    }
    Arrays.fill(sums, 0);
  }

  private void price(ModelPricing price, TokenUsage used, long requests) {
    BigDecimal amount = Cost.of(price, used, hour).amount();
    if (amount == null) {
      unpriced += requests;
    } else {
      cost = cost.add(amount);
    }
  }

  /** USD of the requests whose cost is known. */
  BigDecimal cost() {
    settle();
    return cost;
  }

  /** How many others there are. */
  long unpriced() {
    settle();
    return unpriced;
  }
}
