package dev.understudy.openai;

import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.FrameBytes;

/** What a chat completion counts in tokens, in OpenAI's form. */
final class Usage {

  private Usage() {}

  /** Adds that of a whole answer. */
  static FrameBytes append(FrameBytes out, SimulationPlan plan) {
    int prompt = plan.promptTokens();
    int completion = plan.completionTokens();
    out.add("{\"prompt_tokens\":").add(prompt);
    out.add(",\"completion_tokens\":").add(completion);
    out.add(",\"total_tokens\":").add(prompt + completion);
    out.add(",\"prompt_tokens_details\":{\"cached_tokens\":").add(plan.details().cachedTokens());
    out.add(",\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":");
    out.add(plan.reasoningTokens()).add(",\"audio_tokens\":0");
    return out.add(",\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}");
  }
}
