package dev.understudy.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation, whatever the wire format. Immutable.
 *
 * @param role who says it
 * @param text what is said: the text parts, a line each; empty when nothing is
 * @param calls tools that the assistant calls with it
 * @param callId the call that a tool's message answers; null in others
 */
public record Message(Role role, String text, List<ToolCall> calls, @Nullable String callId) {

  /** Copies the list. */
  public Message {
    calls = List.copyOf(calls);
  }

  /** A message without calls. */
  public static Message of(Role role, String text) {
    return new Message(role, text, List.of(), null);
  }

  /** The assistant calls a tool, and says nothing. */
  public static Message calling(ToolCall call) {
    return new Message(Role.ASSISTANT, "", List.of(call), null);
  }

  /** What a tool answered. */
  public static Message result(String callId, String text) {
    return new Message(Role.TOOL, text, List.of(), callId);
  }
}
