package dev.understudy.anthropic;

import dev.understudy.simulation.SimulationPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an answer counts in tokens, in Anthropic's form: what was remembered stands apart. */
final class Usage {

  private Usage() {}

  /** Of a message, of which so many tokens were sent. */
  static Map<String, Object> of(SimulationPlan plan, int outputTokens) {
    Map<String, Object> usage = input(plan);
    Map<String, Object> created = new LinkedHashMap<>();
    created.put("ephemeral_5m_input_tokens", 0);
    created.put("ephemeral_1h_input_tokens", 0);
    usage.put("cache_creation", created);
    usage.put("output_tokens", outputTokens);
    usage.put("service_tier", "standard");
    return usage;
  }

  /** Of a whole answer. */
  static Map<String, Object> whole(SimulationPlan plan) {
    Map<String, Object> usage = of(plan, plan.completionTokens());
    usage.put("output_tokens_details", details(plan));
    return usage;
  }

  /** Of a stream at its end, counted from its beginning. */
  static Map<String, Object> atTheEnd(SimulationPlan plan) {
    Map<String, Object> usage = input(plan);
    usage.put("output_tokens", plan.completionTokens());
    usage.put("output_tokens_details", details(plan));
    return usage;
  }

  private static Map<String, Object> input(SimulationPlan plan) {
    int cached = plan.details().cachedTokens();
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("input_tokens", plan.promptTokens() - cached);
    usage.put("cache_creation_input_tokens", 0);
    usage.put("cache_read_input_tokens", cached);
    return usage;
  }

  private static Map<String, Object> details(SimulationPlan plan) {
    return Map.of("thinking_tokens", plan.reasoningTokens());
  }
}
