package dev.understudy.openai;

import dev.understudy.simulation.SimulationPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a completion counts in tokens, in OpenAI's form. */
final class Usage {

  private Usage() {}

  /** Of a whole answer. */
  static Map<String, Object> of(SimulationPlan plan) {
    Map<String, Object> prompt = new LinkedHashMap<>();
    prompt.put("cached_tokens", plan.details().cachedTokens());
    prompt.put("audio_tokens", 0);
    Map<String, Object> completion = new LinkedHashMap<>();
    completion.put("reasoning_tokens", plan.reasoningTokens());
    completion.put("audio_tokens", 0);
    completion.put("accepted_prediction_tokens", 0);
    completion.put("rejected_prediction_tokens", 0);
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", plan.promptTokens());
    usage.put("completion_tokens", plan.completionTokens());
    usage.put("total_tokens", plan.promptTokens() + plan.completionTokens());
    usage.put("prompt_tokens_details", prompt);
    usage.put("completion_tokens_details", completion);
    return usage;
  }
}
