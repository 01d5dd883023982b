package dev.understudy.openai;

import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.FinishReason;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OpenAI's chat completion as one body. Confined to one thread. */
final class ChatBody {

  private final ChatRequest request;
  private final SimulationPlan plan;
  private final String model;
  private final long createdSeconds;

  ChatBody(ChatRequest request, SimulationPlan plan, String model, long createdSeconds) {
    this.request = request;
    this.plan = plan;
    this.model = model;
    this.createdSeconds = createdSeconds;
  }

  /** How every object of this answer begins. */
  String head(String object) {
    return "{\"id\":%s,\"object\":\"%s\",\"created\":%d,\"model\":%s,\"service_tier\":\"default\",\"system_fingerprint\":\"%s\""
        .formatted(quoted(plan.id()), object, createdSeconds, quoted(model), fingerprint(model));
  }

  /** Of the configuration that answers, which is the model's alone. */
  static String fingerprint(String model) {
    return "fp_%08x".formatted(model.hashCode());
  }

  static String quoted(String text) {
    return new String(Json.bytes(text), StandardCharsets.UTF_8);
  }

  /** As OpenAI has it, a call that was forced ends an answer as if it were said. */
  String finishReason(int choice) {
    FinishReason why = plan.choices().get(choice).finishReason();
    boolean forced = why == FinishReason.TOOL_CALLS && request.task().toolChoice().isForced();
    return forced ? FinishReason.STOP.jsonName() : why.jsonName();
  }

  /** How a call begins in a stream. */
  static String callHead(Segment call, int index) {
    return "{\"tool_calls\":[{\"index\":%d,\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":\"\"}}]}"
        .formatted(index, callId(call), quoted(call.name()));
  }

  static String callId(Segment call) {
    return "call_" + call.id();
  }

  /** The whole body. */
  byte[] whole() {
    List<Object> choices = new ArrayList<>();
    for (int i = 0; i < plan.choices().size(); i++) {
      choices.add(choice(i));
    }
    FrameBytes out = new FrameBytes(2 * plan.answer().tokens() + 1024);
    out.add(head("chat.completion")).add(",\"choices\":").add(Json.bytes(choices));
    out.add(",\"usage\":").add(Json.bytes(Usage.of(plan))).add("}");
    return out.toByteArray();
  }

  private Map<String, Object> choice(int index) {
    Answer answer = plan.choices().get(index);
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("index", index);
    choice.put("message", message(answer));
    choice.put("logprobs", logprobs(index));
    choice.put("finish_reason", finishReason(index));
    return choice;
  }

  private static Map<String, Object> message(Answer answer) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    List<Segment> calls = answer.toolCalls();
    String text = answer.text();
    message.put("content", calls.isEmpty() || !text.isEmpty() ? text : null);
    String reasoning = answer.reasoning();
    if (!reasoning.isEmpty()) {
      message.put("reasoning_content", reasoning);
    }
    message.put("refusal", null);
    message.put("annotations", List.of());
    if (!calls.isEmpty()) {
      message.put("tool_calls", calls.stream().map(ChatBody::call).toList());
    }
    return message;
  }

  private static Map<String, Object> call(Segment call) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", call.name());
    function.put("arguments", call.text().text());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", callId(call));
    body.put("type", "function");
    body.put("function", function);
    return body;
  }

  private @Nullable Map<String, Object> logprobs(int choice) {
    Integer top = request.topLogprobs();
    if (top == null) {
      return null;
    }
    Map<String, Object> logprobs = new LinkedHashMap<>();
    logprobs.put("content", TokenLogprobs.of(plan, choice, top).all(plan.choices().get(choice)));
    logprobs.put("refusal", null);
    return logprobs;
  }
}
