package dev.understudy.openai;

import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.Segment;
import dev.understudy.content.ToolCall;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.FinishReason;
import dev.understudy.simulation.SimulationPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item of a response's output. Immutable.
 *
 * @param form what it is
 * @param id its id, from which that of the response can be told
 * @param callId by which a call's result is known; empty in others
 * @param name of the function that is called; empty in others
 * @param text all that it says
 * @param complete whether no limit cut it
 */
record OutputItem(Form form, String id, String callId, String name, String text, boolean complete) {

  static final String RESPONSE_PREFIX = "resp_";
  private static final int INDEX_DIGITS = 2;

  /** What an item can be, and by which events its text is streamed. */
  enum Form {
    /** What was thought and is not told. */
    HIDDEN("rs_", "", "", ""),
    /** What was thought, as a summary. */
    SUMMARY("rs_", "reasoning_summary_part", "reasoning_summary_text", "summary_index"),
    /** What was thought, as the makers of open weights tell it. */
    REASONING("rs_", "content_part", "reasoning_text", "content_index"),
    /** What is said. */
    MESSAGE("msg_", "content_part", "output_text", "content_index"),
    /** A function that is called. */
    CALL("fc_", "", "function_call_arguments", "");

    private final String idPrefix;
    private final String partEvent;
    private final String textEvent;
    private final String place;

    Form(String idPrefix, String partEvent, String textEvent, String place) {
      this.idPrefix = idPrefix;
      this.partEvent = partEvent;
      this.textEvent = textEvent;
      this.place = place;
    }

    /** Events of the part that holds the text begin so; empty where there is no part. */
    String partEvent() {
      return partEvent;
    }

    /** Events of the text begin so. */
    String textEvent() {
      return textEvent;
    }

    /** The field that says which part of the item it is; empty where there is none. */
    String place() {
      return place;
    }
  }

  /** The items of an answer: one for each part, and one for what is thought unseen. */
  static List<OutputItem> of(SimulationPlan plan, boolean summary) {
    List<OutputItem> items = new ArrayList<>();
    if (plan.details().thinkingTokens() > 0 && !plan.details().thinkingShown()) {
      items.add(item(Form.HIDDEN, plan, 0, null, true));
    }
    Answer answer = plan.answer();
    boolean cut = answer.finishReason() == FinishReason.LENGTH;
    int last = answer.segments().size() - 1;
    for (int i = 0; i <= last; i++) {
      Segment segment = answer.segments().get(i);
      if (cut && segment.text().tokens() == 0) {
        continue; // thinking has used up the tokens: nothing was begun
      }
      items.add(item(form(segment, summary), plan, items.size(), segment, !cut || i < last));
    }
    if (last < 0 && !cut) {
      items.add(item(Form.MESSAGE, plan, items.size(), null, true)); // a stop sequence began it
    }
    return items;
  }

  private static Form form(Segment segment, boolean summary) {
    return switch (segment.kind()) {
      case REASONING -> summary ? Form.SUMMARY : Form.REASONING;
      case TEXT -> Form.MESSAGE;
      case TOOL_CALL -> Form.CALL;
    };
  }

  private static OutputItem item(
      Form form, SimulationPlan plan, int index, @Nullable Segment segment, boolean complete) {
    String unprefixed = plan.id().substring(plan.id().indexOf('_') + 1);
    String id = form.idPrefix + unprefixed + "%02x".formatted(index);
    return segment == null
        ? new OutputItem(form, id, "", "", "", complete)
        : new OutputItem(
            form,
            id,
            form == Form.CALL ? ChatBody.callId(segment) : "",
            segment.name(),
            segment.text().text(),
            complete);
  }

  /** What it says to the answers after it: what was thought is no longer part of the context. */
  List<Message> messages() {
    return switch (form) {
      case HIDDEN, SUMMARY, REASONING -> List.of();
      case MESSAGE -> List.of(Message.of(Role.ASSISTANT, text));
      case CALL -> List.of(Message.calling(new ToolCall(callId, name, text)));
    };
  }

  /** The id of the response that put an item out. */
  static String responseId(String itemId) {
    int end = Math.max(0, itemId.length() - INDEX_DIGITS);
    int start = Math.min(end, itemId.indexOf('_') + 1);
    return RESPONSE_PREFIX + itemId.substring(start, end);
  }

  /** As it is when nothing of it was streamed. */
  Map<String, Object> begun() {
    Map<String, Object> body = head(form == Form.CALL ? "in_progress" : "");
    switch (form) {
      case HIDDEN, SUMMARY, REASONING -> body.put("summary", List.of());
      case MESSAGE -> {
        body.put("status", "in_progress");
        body.put("content", List.of());
        body.put("role", "assistant");
      }
      case CALL -> call(body, "");
    }
    return body;
  }

  /**
   * All of it.
   *
   * @param logprobs of what is said
   * @param encrypted what is thought in a form that only the vendor can read; null when not asked
   *     for
   */
  Map<String, Object> done(List<Map<String, Object>> logprobs, @Nullable String encrypted) {
    String status = complete ? "completed" : "incomplete";
    Map<String, Object> body = head(form == Form.CALL ? status : "");
    switch (form) {
      case HIDDEN -> body.put("summary", List.of());
      case SUMMARY -> body.put("summary", List.of(part(text, List.of())));
      case REASONING -> {
        body.put("summary", List.of());
        body.put("content", List.of(part(text, List.of())));
      }
      case MESSAGE -> {
        body.put("status", status);
        body.put("content", List.of(part(text, logprobs)));
        body.put("role", "assistant");
      }
      case CALL -> call(body, text);
    }
    if (encrypted != null && form.idPrefix.equals(Form.HIDDEN.idPrefix)) {
      body.put("encrypted_content", encrypted);
    }
    return body;
  }

  private Map<String, Object> head(String status) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put(
        "type",
        switch (form) {
          case HIDDEN, SUMMARY, REASONING -> "reasoning";
          case MESSAGE -> "message";
          case CALL -> "function_call";
        });
    if (!status.isEmpty()) {
      body.put("status", status);
    }
    return body;
  }

  private void call(Map<String, Object> body, String arguments) {
    body.put("arguments", arguments);
    body.put("call_id", callId);
    body.put("name", name);
  }

  /** The part of it that holds its text. */
  Map<String, Object> part(String said, List<Map<String, Object>> logprobs) {
    Map<String, Object> part = new LinkedHashMap<>();
    switch (form) {
      case SUMMARY -> part.put("type", "summary_text");
      case MESSAGE -> {
        part.put("type", "output_text");
        part.put("annotations", List.of());
        part.put("logprobs", logprobs);
      }
      default -> part.put("type", "reasoning_text");
    }
    part.put("text", said);
    return part;
  }
}
