package dev.understudy.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.understudy.json.Json;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's chat completion, whole or as the frames of a stream. What is the same in every frame is
 * encoded once a stream. Confined to the stream's event loop.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat-streaming">Chat streaming</a>
 */
final class ChatFrames implements StreamResponse.Frames {

  private static final String FINGERPRINT = "fp_understudy";
  private static final byte[] DONE = ascii("data: [DONE]\n\n");
  private static final byte[] ROLE =
      ascii("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}");
  private static final byte[] CONTENT = ascii("{\"content\":\"");
  private static final byte[] CONTENT_END = ascii("\"}");
  private static final byte[] EMPTY = ascii("{}");

  private final SimulationPlan plan;
  private final String model;
  private final long createdSeconds;
  private final boolean includeUsage;
  private final byte[] prefix;
  private final byte[] suffix;
  private final JsonStringEncoder encoder = JsonStringEncoder.getInstance();

  ChatFrames(SimulationPlan plan, String model, long createdSeconds, boolean includeUsage) {
    this.plan = plan;
    this.model = model;
    this.createdSeconds = createdSeconds;
    this.includeUsage = includeUsage;
    this.prefix = ascii(head() + ",\"choices\":[{\"index\":0,\"delta\":");
    this.suffix = ascii(",\"logprobs\":null,\"finish_reason\":null}]" + tail("null"));
  }

  private String head() {
    return "data: {\"id\":%s,\"object\":\"chat.completion.chunk\",\"created\":%d,\"model\":%s,\"system_fingerprint\":\"%s\""
        .formatted(quoted(plan.id()), createdSeconds, quoted(model), FINGERPRINT);
  }

  private String tail(String usage) {
    return (includeUsage ? ",\"usage\":" + usage : "") + "}\n\n";
  }

  /** Tokens as frames, in one buffer; the role goes before the first, the end after the last. */
  @Override
  public Buffer next(TokenStream stream, int from, int toExclusive, boolean last) {
    Buffer out = Buffer.buffer((toExclusive - from + 1) * (prefix.length + suffix.length + 40));
    if (from == 0) {
      out.appendBytes(prefix).appendBytes(ROLE).appendBytes(suffix);
    }
    for (int k = from; k < toExclusive; k++) {
      String piece = plan.piece(k);
      if (!piece.isEmpty()) {
        out.appendBytes(prefix)
            .appendBytes(CONTENT)
            .appendBytes(encoder.quoteAsUTF8(piece))
            .appendBytes(CONTENT_END)
            .appendBytes(suffix);
      }
    }
    if (last) {
      appendEnd(out);
    }
    return out;
  }

  /** Finish reason, usage if asked for, and the mark. */
  private void appendEnd(Buffer out) {
    String finish =
        ",\"logprobs\":null,\"finish_reason\":\"" + plan.finishReason().jsonName() + "\"}]";
    out.appendBytes(prefix).appendBytes(EMPTY).appendString(finish + tail("null"));
    if (includeUsage) {
      String usage = new String(Json.bytes(usage()), StandardCharsets.UTF_8);
      out.appendString(head() + ",\"choices\":[]" + tail(usage));
    }
    out.appendBytes(DONE);
  }

  /** The answer that is not streamed. */
  Buffer whole() {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", plan.text());
    message.put("refusal", null);
    Map<String, Object> choice = new LinkedHashMap<>();
    choice.put("index", 0);
    choice.put("message", message);
    choice.put("logprobs", null);
    choice.put("finish_reason", plan.finishReason());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", plan.id());
    body.put("object", "chat.completion");
    body.put("created", createdSeconds);
    body.put("model", model);
    body.put("choices", List.of(choice));
    body.put("usage", usage());
    body.put("system_fingerprint", FINGERPRINT);
    return Buffer.buffer(Json.bytes(body));
  }

  private Map<String, Object> usage() {
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", plan.promptTokens());
    usage.put("completion_tokens", plan.tokens());
    usage.put("total_tokens", plan.promptTokens() + plan.tokens());
    usage.put("prompt_tokens_details", Map.of("cached_tokens", plan.details().cachedTokens()));
    return usage;
  }

  private static String quoted(String text) {
    return new String(Json.bytes(text), StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
