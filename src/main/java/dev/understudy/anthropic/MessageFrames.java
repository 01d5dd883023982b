package dev.understudy.anthropic;

import static dev.understudy.wire.FrameBytes.utf8;

import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.simulation.AnswerReader;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Anthropic's message, whole or as the events of a stream. What begins the stream and a block goes
 * out with the first token of it, so that neither is taken for that token. Confined to one thread.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/streaming">Streaming</a>
 */
final class MessageFrames implements AnswerFrames {

  private static final int USUAL_PIECE_BYTES = 12;
  private static final byte[] DELTA =
      utf8("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
  private static final byte[] TEXT = utf8(",\"delta\":{\"type\":\"text_delta\",\"text\":\"");
  private static final byte[] THINKING =
      utf8(",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"");
  private static final byte[] SIGNATURE =
      utf8(",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"");
  private static final byte[] INPUT =
      utf8(",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"");
  private static final byte[] DELTA_END = utf8("\"}}\n\n");
  private static final byte[] PING = utf8("event: ping\ndata: {\"type\":\"ping\"}\n\n");
  private static final byte[] STOP =
      utf8("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

  private final SimulationPlan plan;
  private final MessageBody body;
  private final AnswerReader reader;
  private boolean begun;
  private int block = -1;

  MessageFrames(MessagesRequest request, SimulationPlan plan, String model) {
    this.plan = plan;
    this.body = new MessageBody(request, plan, model);
    this.reader = new AnswerReader(plan.answer());
  }

  @Override
  public int usualFrameBytes() {
    return DELTA.length + TEXT.length + DELTA_END.length + USUAL_PIECE_BYTES;
  }

  @Override
  public void append(FrameBytes out, int from, int toExclusive, boolean last) {
    begin(out);
    for (int k = from; k < toExclusive; k++) {
      token(out);
    }
    if (last) {
      end(out);
    }
  }

  private void begin(FrameBytes out) {
    if (!begun) {
      begun = true;
      event(out, "message_start", Map.of("message", body.begun()));
    }
  }

  private void token(FrameBytes out) {
    Segment segment = reader.segment();
    boolean ends = reader.endsSegment();
    if (reader.beginsSegment()) {
      open(out, segment);
    }
    String piece = reader.read();
    if (!piece.isEmpty() && !body.isOmitted(segment)) {
      delta(out, deltaOf(segment.kind()), piece);
    }
    if (ends) {
      close(out, segment);
    }
  }

  private void open(FrameBytes out, Segment segment) {
    block++;
    Map<String, Object> start = new LinkedHashMap<>();
    start.put("index", block);
    start.put("content_block", MessageBody.opened(segment));
    event(out, "content_block_start", start);
    if (block == 0) {
      out.add(PING);
    }
    if (segment.kind() == Segment.Kind.TOOL_CALL) {
      delta(out, INPUT, "");
    }
  }

  private static byte[] deltaOf(Segment.Kind kind) {
    return switch (kind) {
      case TEXT -> TEXT;
      case REASONING -> THINKING;
      case TOOL_CALL -> INPUT;
    };
  }

  private void delta(FrameBytes out, byte[] kind, String piece) {
    out.add(DELTA).add(block).add(kind).addEscaped(piece).add(DELTA_END);
  }

  private void close(FrameBytes out, Segment segment) {
    if (segment.kind() == Segment.Kind.REASONING) {
      delta(out, SIGNATURE, body.signature(block));
    }
    event(out, "content_block_stop", Map.of("index", block));
  }

  private void end(FrameBytes out) {
    Map<String, Object> delta = new LinkedHashMap<>();
    delta.put("delta", body.stop());
    delta.put("usage", Usage.atTheEnd(plan));
    event(out, "message_delta", delta);
    out.add(STOP);
  }

  private static void event(FrameBytes out, String type, Map<String, Object> fields) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("type", type);
    data.putAll(fields);
    out.add("event: " + type + "\ndata: ").add(Json.bytes(data)).add("\n\n");
  }
}
