package dev.understudy.http;

import dev.understudy.usage.LatencyHistogram;
import dev.understudy.usage.TopModels;
import dev.understudy.usage.UsageCounts;
import dev.understudy.usage.UsageReport;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage as JSON: costs as exact decimal strings, times in seconds, null where none was measured.
 */
final class UsageBody {

  private UsageBody() {}

  static Map<String, Object> of(UsageReport report) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (report.model() != null) {
      body.put("model", report.model());
    }
    span(body, report.from(), report.to());
    body.put("currency", "USD");
    body.put("total", withTimes(new LinkedHashMap<>(), report.total()));
    body.put("data", report.periods().stream().map(UsageBody::period).toList());
    return body;
  }

  static Map<String, Object> of(TopModels top, TopModels.By by) {
    Map<String, Object> body = new LinkedHashMap<>();
    span(body, top.from(), top.to());
    body.put("by", by);
    body.put("currency", "USD");
    body.put("data", top.models().stream().map(UsageBody::model).toList());
    return body;
  }

  private static void span(Map<String, Object> body, Instant from, Instant to) {
    body.put("from", from);
    body.put("to", to);
  }

  private static Map<String, Object> period(UsageReport.Period period) {
    Map<String, Object> body = new LinkedHashMap<>();
    span(body, period.from(), period.to());
    return withTimes(body, period.counts());
  }

  private static Map<String, Object> model(TopModels.ModelUsage usage) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", usage.model());
    return numbers(body, usage.counts());
  }

  private static Map<String, Object> withTimes(Map<String, Object> body, UsageCounts counts) {
    numbers(body, counts);
    body.put("latency_seconds", times(counts.latency()));
    body.put("ttft_seconds", times(counts.ttft()));
    return body;
  }

  private static Map<String, Object> numbers(Map<String, Object> body, UsageCounts counts) {
    body.put("requests", counts.requests());
    body.put("errors", counts.errors());
    body.put("disconnects", counts.disconnects());
    body.put("input_tokens", counts.inputTokens());
    body.put("cached_input_tokens", counts.cachedInputTokens());
    body.put("output_tokens", counts.outputTokens());
    body.put("reasoning_tokens", counts.reasoningTokens());
    body.put("cost", counts.cost().toPlainString());
    body.put("unpriced_requests", counts.unpricedRequests());
    return body;
  }

  private static Map<String, @Nullable Object> times(LatencyHistogram histogram) {
    List<String> names = List.of("p50", "p90", "p95", "p99");
    @Nullable BigDecimal[] percentiles = histogram.percentilesSeconds(50, 90, 95, 99);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("count", histogram.count());
    body.put("mean", histogram.meanSeconds());
    for (int i = 0; i < percentiles.length; i++) {
      body.put(names.get(i), percentiles[i]);
    }
    body.put("max", histogram.maxSeconds());
    return body;
  }
}
