package dev.understudy.usage;

import dev.understudy.model.ModelPricing;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Counts that are being added up. Confined by its owner. */
final class UsageSum {

  private final TokenBill bill;
  private final LatencySum latency = new LatencySum();
  private final LatencySum ttft = new LatencySum();
  private long requests;
  private long errors;
  private long disconnects;
  private long inputTokens;
  private long cachedInputTokens;
  private long outputTokens;
  private long reasoningTokens;
  private BigDecimal cost = BigDecimal.ZERO;
  private long unpriced;

  /**
   * A sum of nothing.
   *
   * @param hour by which requests are priced
   */
  UsageSum(Instant hour) {
    this.bill = new TokenBill(hour);
  }

  /** Adds a request to a model of that price. */
  void count(RequestUsage request, @Nullable ModelPricing pricing) {
    requests++;
    errors += request.error() ? 1 : 0;
    disconnects += request.disconnected() ? 1 : 0;
    inputTokens += request.inputTokens();
    cachedInputTokens += request.cachedInputTokens();
    outputTokens += request.outputTokens();
    reasoningTokens += request.reasoningTokens();
    if (request.latencyNanos() >= 0) {
      latency.record(request.latencyNanos());
    }
    if (request.ttftNanos() >= 0) {
      ttft.record(request.ttftNanos());
    }
    BigDecimal known = request.cost();
    if (known == null) {
      bill.add(request, pricing);
    } else {
      bill.add(known);
    }
  }

  /** Adds counts, but for their histograms. */
  UsageSum addNumbers(UsageCounts more) {
    requests += more.requests();
    errors += more.errors();
    disconnects += more.disconnects();
    inputTokens += more.inputTokens();
    cachedInputTokens += more.cachedInputTokens();
    outputTokens += more.outputTokens();
    reasoningTokens += more.reasoningTokens();
    cost = cost.add(more.cost());
    unpriced += more.unpricedRequests();
    return this;
  }

  /** Adds counts. */
  void add(UsageCounts more) {
    addNumbers(more);
    latency.add(more.latency());
    ttft.add(more.ttft());
  }

  UsageCounts toCounts() {
    return new UsageCounts(
        requests,
        errors,
        disconnects,
        inputTokens,
        cachedInputTokens,
        outputTokens,
        reasoningTokens,
        cost.add(bill.cost()),
        unpriced + bill.unpriced(),
        latency.toHistogram(),
        ttft.toHistogram());
  }
}
