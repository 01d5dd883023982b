package dev.understudy.content;

import java.util.List;

/**
 * What a model is to answer and in which form, whatever the wire format. Immutable.
 *
 * @param messages what was said so far
 * @param tools what may be called
 * @param toolChoice whether to call
 * @param parallelToolCalls whether several may be called at once
 * @param format of the answer where no tool is called
 * @param override what the answer says, where the request sets it
 */
public record Task(
    List<Message> messages,
    List<Tool> tools,
    ToolChoice toolChoice,
    boolean parallelToolCalls,
    OutputFormat format,
    ContentOverride override) {

  /** Nothing was said, and nothing is set. */
  public static final Task NONE = of(List.of());

  /** Copies the lists. */
  public Task {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /** An answer in words. */
  public static Task of(List<Message> messages) {
    return new Task(
        messages, List.of(), ToolChoice.AUTO, true, OutputFormat.TEXT, ContentOverride.NONE);
  }

  /** The user's last message; empty when there is none. */
  public String lastUserText() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).role() == Role.USER) {
        return messages.get(i).text();
      }
    }
    return "";
  }

  /** Whether a tool has answered since the user spoke. */
  boolean hasToolResult() {
    for (int i = messages.size() - 1; i >= 0; i--) {
      Role role = messages.get(i).role();
      if (role == Role.TOOL) {
        return true;
      }
      if (role == Role.USER) {
        return false;
      }
    }
    return false;
  }
}
