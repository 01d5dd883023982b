package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.SimulationPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Anthropic's Message: whole, and as its stream begins and ends. Confined to one thread. */
final class MessageBody {

  private static final int SIGNATURE_BYTES = 150;

  private final MessagesRequest request;
  private final SimulationPlan plan;
  private final Answer answer;
  private final String model;

  MessageBody(MessagesRequest request, SimulationPlan plan, String model) {
    this.request = request;
    this.plan = plan;
    this.answer = plan.answer();
    this.model = model;
  }

  /** The whole message. */
  byte[] whole() {
    List<Object> content = new ArrayList<>();
    for (Segment segment : answer.segments()) {
      if (segment.tokens() > 0) {
        content.add(block(segment, content.size()));
      }
    }
    Map<String, Object> message = message(content);
    message.putAll(stop());
    message.put("usage", Usage.whole(plan));
    return Json.bytes(message);
  }

  /** The message of which nothing was said yet. */
  Map<String, Object> begun() {
    Map<String, Object> message = message(List.of());
    message.put("stop_reason", null);
    message.put("stop_sequence", null);
    message.put("usage", Usage.of(plan, 1));
    return message;
  }

  private Map<String, Object> message(List<Object> content) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", plan.id());
    message.put("type", "message");
    message.put("role", "assistant");
    message.put("model", model);
    message.put("content", content);
    return message;
  }

  /** Why it ends. */
  Map<String, Object> stop() {
    Map<String, Object> stop = new LinkedHashMap<>();
    stop.put("stop_reason", stopReason());
    stop.put("stop_sequence", answer.stopSequence());
    return stop;
  }

  private String stopReason() {
    return switch (answer.finishReason()) {
      case STOP -> answer.stopSequence() == null ? "end_turn" : "stop_sequence";
      case LENGTH -> endsByContext() ? "model_context_window_exceeded" : "max_tokens";
      case TOOL_CALLS -> "tool_use";
    };
  }

  /** More than the model can write is refused, so that only its window can have ended it. */
  private boolean endsByContext() {
    Integer maxTokens = request.controls().maxTokens();
    return maxTokens != null && plan.completionTokens() < maxTokens;
  }

  /** How a block begins in a stream. */
  static Map<String, Object> opened(Segment segment) {
    return block(segment, "", "", JsonNodeFactory.instance.objectNode());
  }

  private Map<String, Object> block(Segment segment, int index) {
    String text = isOmitted(segment) ? "" : segment.text().text();
    return block(segment, text, signature(index), input(segment));
  }

  private static Map<String, Object> block(
      Segment segment, String text, String signature, JsonNode input) {
    Map<String, Object> block = new LinkedHashMap<>();
    switch (segment.kind()) {
      case TEXT -> {
        block.put("type", "text");
        block.put("text", text);
      }
      case REASONING -> {
        block.put("type", "thinking");
        block.put("thinking", text);
        block.put("signature", signature);
      }
      case TOOL_CALL -> {
        block.put("type", "tool_use");
        block.put("id", "toolu_" + segment.id());
        block.put("name", segment.name());
        block.put("input", input);
      }
    }
    return block;
  }

  /** Whether what the segment says is kept back. */
  boolean isOmitted(Segment segment) {
    return segment.kind() == Segment.Kind.REASONING && request.thinking().omitted();
  }

  /** The arguments; none where the limit has cut them. */
  private static JsonNode input(Segment segment) {
    if (segment.kind() == Segment.Kind.TOOL_CALL) {
      try {
        return Json.parseObject(segment.text().text().getBytes(StandardCharsets.UTF_8));
      } catch (UnderstudyException cut) {
        // below
      }
    }
    return JsonNodeFactory.instance.objectNode();
  }

  /** By which the vendor knows its own thoughts again; drawn by the answer's id. */
  String signature(int index) {
    byte[] bytes = new byte[SIGNATURE_BYTES];
    new SplittableRandom(31L * plan.id().hashCode() + index).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
