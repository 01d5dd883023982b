package dev.understudy.openai;

import static dev.understudy.wire.FrameBytes.utf8;

import dev.understudy.json.Json;
import dev.understudy.simulation.AnswerReader;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's response, whole or as the events of a stream, numbered in their order. What is the same
 * in every piece of an item is encoded once an item. Confined to one thread.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses-streaming">Responses
 *     streaming</a>
 */
final class ResponseFrames implements AnswerFrames {

  private static final int USUAL_FRAME_BYTES = 300;
  private static final byte[] FRAME_END = utf8("}\n\n");

  private final ResponsesRequest request;
  private final ResponseBody body;
  private final List<OutputItem> items;
  private final AnswerReader reader;
  private final int unseen;
  private final SimulationPlan plan;
  private final @Nullable TokenLogprobs logprobs;
  private int sequence;
  private int begun;
  private int ended;
  private byte[] deltaHead = new byte[0];
  private byte[] deltaPlace = new byte[0];

  ResponseFrames(ResponsesRequest request, SimulationPlan plan, ResponseBody body) {
    this.request = request;
    this.body = body;
    this.items = body.items();
    this.reader = new AnswerReader(plan.answer());
    this.plan = plan;
    this.unseen = items.isEmpty() || items.get(0).form() != OutputItem.Form.HIDDEN ? 0 : 1;
    Integer top = request.topLogprobs();
    this.logprobs = top == null ? null : TokenLogprobs.of(plan, 0, top);
  }

  @Override
  public int usualFrameBytes() {
    return USUAL_FRAME_BYTES;
  }

  @Override
  public void append(FrameBytes out, int from, int toExclusive, boolean last) {
    begin(out);
    for (int k = from; k < toExclusive; k++) {
      token(out, k + 1 == plan.tokens());
    }
    if (last) {
      complete(out, items.size());
      String type = body.incomplete() ? "response.incomplete" : "response.completed";
      byte[] response = body.ended();
      request.keep(plan, response);
      open(out, type).add(",\"response\":").add(response).add(FRAME_END);
    }
  }

  private void begin(FrameBytes out) {
    if (sequence == 0) {
      event(out, "response.created", Map.of("response", body.begun()));
      event(out, "response.in_progress", Map.of("response", body.begun()));
    }
  }

  /** Both events that are documented: what went wrong, and what has become of the response. */
  @Override
  public byte[] failed(String code, String message) {
    FrameBytes out = new FrameBytes(USUAL_FRAME_BYTES);
    begin(out);
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    error.put("param", null);
    event(out, "error", error);
    event(out, "response.failed", Map.of("response", body.failed(code, message)));
    return out.toByteArray();
  }

  /** What ends the last item stands with what ends the stream, so that a cut withholds it. */
  private void token(FrameBytes out, boolean last) {
    int index = unseen + reader.segmentIndex();
    complete(out, index);
    OutputItem item = items.get(index);
    if (begun == index) {
      begin(out, item, index);
    }
    String piece = reader.read();
    if (!piece.isEmpty()) {
      delta(out, item, piece);
    }
    if (!last && (reader.atEnd() || unseen + reader.segmentIndex() != index)) {
      end(out, item, index);
    }
  }

  /** Ends the items before that one; those that no token belongs to begin with it. */
  private void complete(FrameBytes out, int toExclusive) {
    while (ended < toExclusive) {
      int index = ended;
      if (begun == index) {
        begin(out, items.get(index), index);
      }
      end(out, items.get(index), index);
    }
  }

  private void begin(FrameBytes out, OutputItem item, int index) {
    begun = index + 1;
    OutputItem.Form form = item.form();
    event(out, "response.output_item.added", ofItem(index, item.begun()));
    if (!form.partEvent().isEmpty()) {
      Map<String, Object> fields = place(item, index);
      fields.put("part", item.part("", List.of()));
      event(out, "response." + form.partEvent() + ".added", fields);
    }
    String type = "response." + form.textEvent() + ".delta";
    deltaHead = utf8("event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":");
    byte[] place = Json.bytes(place(item, index));
    FrameBytes fields = new FrameBytes(2 * place.length).add(",").add(place, 1, place.length - 1);
    deltaPlace = fields.add(",\"delta\":\"").toByteArray();
  }

  private void delta(FrameBytes out, OutputItem item, String piece) {
    out.add(deltaHead).add(sequence++).add(deltaPlace).addEscaped(piece).add("\"");
    if (item.form() == OutputItem.Form.MESSAGE) {
      out.add(",\"logprobs\":[");
      if (logprobs != null) {
        out.add(Json.bytes(logprobs.next(piece).asChat()));
      }
      out.add("]");
    }
    out.add(request.streamOptions().padding(piece)).add(FRAME_END);
  }

  private void end(FrameBytes out, OutputItem item, int index) {
    ended = index + 1;
    OutputItem.Form form = item.form();
    List<Map<String, Object>> probable = body.logprobs(item);
    if (form != OutputItem.Form.HIDDEN) {
      Map<String, Object> fields = place(item, index);
      switch (form) {
        case CALL -> {
          fields.put("name", item.name());
          fields.put("arguments", item.text());
        }
        case MESSAGE -> {
          fields.put("text", item.text());
          fields.put("logprobs", probable);
        }
        default -> fields.put("text", item.text());
      }
      event(out, "response." + form.textEvent() + ".done", fields);
    }
    if (!form.partEvent().isEmpty()) {
      Map<String, Object> fields = place(item, index);
      fields.put("part", item.part(item.text(), probable));
      event(out, "response." + form.partEvent() + ".done", fields);
    }
    event(out, "response.output_item.done", ofItem(index, body.done(item)));
  }

  private static Map<String, Object> ofItem(int index, Map<String, Object> item) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("output_index", index);
    fields.put("item", item);
    return fields;
  }

  private static Map<String, Object> place(OutputItem item, int index) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("item_id", item.id());
    fields.put("output_index", index);
    if (!item.form().place().isEmpty()) {
      fields.put(item.form().place(), 0);
    }
    return fields;
  }

  private void event(FrameBytes out, String type, Map<String, Object> fields) {
    byte[] json = Json.bytes(fields);
    open(out, type).add(",").add(json, 1, json.length).add("\n\n");
  }

  private FrameBytes open(FrameBytes out, String type) {
    return out.add("event: " + type + "\ndata: {\"type\":\"" + type + "\",\"sequence_number\":")
        .add(sequence++);
  }
}
