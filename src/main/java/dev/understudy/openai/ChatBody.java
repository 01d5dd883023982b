package dev.understudy.openai;

import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.FinishReason;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** OpenAI's chat completion as one body. Confined to one thread. */
final class ChatBody {

  private static final int USUAL_BYTES = 2048;

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
    return "{\"id\":"
        + quoted(plan.id())
        + ",\"object\":\""
        + object
        + "\",\"created\":"
        + createdSeconds
        + ",\"model\":"
        + quoted(model)
        + ",\"service_tier\":\"default\",\"system_fingerprint\":\""
        + fingerprint(model)
        + '"';
  }

  /** Of the configuration that answers, which is the model's alone. */
  static String fingerprint(String model) {
    return "fp_" + HexFormat.of().toHexDigits(model.hashCode());
  }

  static String quoted(String text) {
    return new String(
        new FrameBytes(text.length() + 2).addQuoted(text).toByteArray(), StandardCharsets.UTF_8);
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
    FrameBytes out = new FrameBytes(USUAL_BYTES);
    out.add(head("chat.completion")).add(",\"choices\":[");
    for (int i = 0; i < plan.choices().size(); i++) {
      choice(out.add(i == 0 ? "" : ","), i);
    }
    return Usage.append(out.add("],\"usage\":"), plan).add("}").toByteArray();
  }

  private void choice(FrameBytes out, int index) {
    Answer answer = plan.choices().get(index);
    message(out.add("{\"index\":").add(index).add(",\"message\":"), answer);
    out.add(",\"logprobs\":");
    Integer top = request.topLogprobs();
    if (top == null) {
      out.add("null");
    } else {
      out.add("{\"content\":").add(Json.bytes(TokenLogprobs.of(plan, index, top).all(answer)));
      out.add(",\"refusal\":null}");
    }
    out.add(",\"finish_reason\":").addQuoted(finishReason(index)).add("}");
  }

  private static void message(FrameBytes out, Answer answer) {
    List<Segment> calls = answer.toolCalls();
    String text = answer.text();
    out.add("{\"role\":\"assistant\",\"content\":");
    if (calls.isEmpty() || !text.isEmpty()) {
      out.addQuoted(text);
    } else {
      out.add("null");
    }
    String reasoning = answer.reasoning();
    if (!reasoning.isEmpty()) {
      out.add(",\"reasoning_content\":").addQuoted(reasoning);
    }
    out.add(",\"refusal\":null,\"annotations\":[]");
    for (int i = 0; i < calls.size(); i++) {
      call(out.add(i == 0 ? ",\"tool_calls\":[" : ","), calls.get(i));
    }
    out.add(calls.isEmpty() ? "}" : "]}");
  }

  private static void call(FrameBytes out, Segment call) {
    out.add("{\"id\":").addQuoted(callId(call));
    out.add(",\"type\":\"function\",\"function\":{\"name\":").addQuoted(call.name());
    out.add(",\"arguments\":").addQuoted(call.text().text()).add("}}");
  }
}
