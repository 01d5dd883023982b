package dev.understudy.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Glob;
import dev.understudy.model.Named;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are laid down beforehand, turn by turn. A script begins at the last message that
 * fits, and its turns are counted from there by the model's messages since: so what is answered
 * depends on the request alone, whatever else runs. Immutable.
 *
 * @param name by which messages name it
 * @param when where it begins
 * @param turns the answers, at least one
 * @param onExhausted what is answered after the last of them
 */
record Script(String name, When when, List<Turn> turns, OnExhausted onExhausted) {

  /** Of longer messages the end is looked at. */
  private static final int LONGEST_LOOKED_AT = 20_000;

  Script {
    turns = List.copyOf(turns);
  }

  /**
   * Where a script begins; what is null fits all.
   *
   * @param model the id of the model that is asked
   * @param user found in a message of the user
   * @param result found in the answer of a tool, at which the script begins then
   * @param tool name of the tool that answers
   */
  record When(
      @Nullable Glob model,
      @Nullable Pattern user,
      @Nullable Pattern result,
      @Nullable String tool) {

    private boolean atResult() {
      return result != null || tool != null;
    }
  }

  /**
   * One answer.
   *
   * @param text what is said; empty when nothing is
   * @param calls tools that are called, in order
   */
  record Turn(String text, List<Call> calls) {

    Turn {
      calls = List.copyOf(calls);
    }
  }

  /**
   * A call of a tool.
   *
   * @param name of the tool
   * @param arguments an object
   */
  record Call(String name, JsonNode arguments) {}

  /** What is answered after the last turn. */
  enum OnExhausted implements Named {
    /** What the next script says, or the model by itself. */
    GENERATE,
    /** The last turn again. */
    REPEAT,
    /** The first turn, and so on. */
    LOOP,
    /** An error. */
    ERROR;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }

  /** Which turn it is, from 0; -1 when the script has not begun. */
  int turnOf(String model, Task task) {
    if (when.model() != null && !when.model().matches(model)) {
      return -1;
    }
    int turn = 0;
    List<Message> messages = task.messages();
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.role() == Role.ASSISTANT) {
        turn++;
      } else if (begins(message, messages)) {
        return turn;
      }
    }
    return -1;
  }

  private boolean begins(Message message, List<Message> messages) {
    if (!when.atResult()) {
      return message.role() == Role.USER && found(when.user(), message.text());
    }
    return message.role() == Role.TOOL
        && found(when.result(), message.text())
        && (when.tool() == null || when.tool().equals(toolOf(message, messages)))
        && (when.user() == null
            || messages.stream()
                .anyMatch(m -> m.role() == Role.USER && found(when.user(), m.text())));
  }

  private static boolean found(@Nullable Pattern pattern, String text) {
    return pattern == null
        || pattern.matcher(text.substring(Math.max(0, text.length() - LONGEST_LOOKED_AT))).find();
  }

  private static @Nullable String toolOf(Message result, List<Message> messages) {
    return messages.stream()
        .flatMap(message -> message.calls().stream())
        .filter(call -> call.id().equals(result.callId()))
        .map(ToolCall::name)
        .findFirst()
        .orElse(result.callId());
  }
}
