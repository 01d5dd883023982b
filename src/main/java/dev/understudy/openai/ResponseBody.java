package dev.understudy.openai;

import dev.understudy.json.Json;
import dev.understudy.simulation.FinishReason;
import dev.understudy.simulation.SimulationPlan;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** OpenAI's response as an object, at its beginning and at its end. Confined to one thread. */
final class ResponseBody {

  private static final int ENCRYPTED_BYTES = 300;

  private final ResponsesRequest request;
  private final SimulationPlan plan;
  private final String model;
  private final long createdSeconds;
  private final List<OutputItem> items;

  ResponseBody(ResponsesRequest request, SimulationPlan plan, String model, long createdSeconds) {
    this.request = request;
    this.plan = plan;
    this.model = model;
    this.createdSeconds = createdSeconds;
    this.items = OutputItem.of(plan, request.summary());
  }

  /** What it puts out. */
  List<OutputItem> items() {
    return items;
  }

  /** Whether a limit ended it. */
  boolean incomplete() {
    return plan.finishReason() == FinishReason.LENGTH;
  }

  /** As it is when nothing was put out yet. */
  Map<String, Object> begun() {
    return body("in_progress", null, List.of(), null);
  }

  /** As it is when it has failed on its way, as documented without what was put out. */
  Map<String, Object> failed(String code, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    return body("failed", error, List.of(), null);
  }

  /** All of it. */
  byte[] ended() {
    List<Object> output = new ArrayList<>(items.size());
    for (OutputItem item : items) {
      output.add(done(item));
    }
    String status = incomplete() ? "incomplete" : "completed";
    return Json.bytes(body(status, null, output, usage()));
  }

  private Map<String, Object> body(
      String status,
      @Nullable Map<String, Object> error,
      List<Object> output,
      @Nullable Map<String, Object> usage) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", plan.id());
    body.put("object", "response");
    body.put("created_at", createdSeconds);
    body.put("status", status);
    body.put("error", error);
    body.put(
        "incomplete_details",
        status.equals("incomplete") ? Map.of("reason", "max_output_tokens") : null);
    body.put("model", model);
    body.put("output", output);
    body.putAll(request.echo());
    body.put("usage", usage);
    return body;
  }

  private Map<String, Object> usage() {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("cached_tokens", plan.details().cachedTokens());
    input.put("cache_write_tokens", 0);
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("input_tokens", plan.promptTokens());
    usage.put("input_tokens_details", input);
    usage.put("output_tokens", plan.completionTokens());
    usage.put("output_tokens_details", Map.of("reasoning_tokens", plan.reasoningTokens()));
    usage.put("total_tokens", plan.promptTokens() + plan.completionTokens());
    return usage;
  }

  /** An item that is complete. */
  Map<String, Object> done(OutputItem item) {
    return item.done(logprobs(item), request.encrypted() ? encrypted() : null);
  }

  /** How probable the tokens of what is said were; none unless asked for. */
  List<Map<String, Object>> logprobs(OutputItem item) {
    Integer top = request.topLogprobs();
    return top == null || item.form() != OutputItem.Form.MESSAGE
        ? List.of()
        : TokenLogprobs.of(plan, 0, top).all(plan.answer());
  }

  /** Looks like what only the vendor can read, and says nothing; the same for the same answer. */
  private String encrypted() {
    byte[] bytes = new byte[ENCRYPTED_BYTES];
    new SplittableRandom(plan.id().hashCode()).nextBytes(bytes);
    return "gAAAAA" + Base64.getUrlEncoder().encodeToString(bytes);
  }
}
