package dev.understudy.openai;

import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.ToolCall;
import dev.understudy.wire.Medium;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was said so far. Immutable.
 *
 * @param messages what was said, in order
 * @param media images, sound and files in it
 */
record Conversation(List<Message> messages, List<Medium> media) {

  /** Nothing was said. */
  static final Conversation EMPTY = new Conversation(List.of(), List.of());

  /** What the objects of a message or call take beside their text, about. */
  private static final int BYTES_PER_OBJECT = 100;

  /** Copies the lists. */
  Conversation {
    messages = List.copyOf(messages);
    media = List.copyOf(media);
  }

  /** The same, and then that. */
  Conversation with(Message message) {
    List<Message> more = new ArrayList<>(messages);
    more.add(message);
    return new Conversation(more, media);
  }

  /** Ids of calls that no tool has answered, in the order of the calls. */
  Set<String> openCalls() {
    Set<String> open = new LinkedHashSet<>();
    for (Message message : messages) {
      message.calls().forEach(call -> open.add(call.id()));
      if (message.role() == Role.TOOL) {
        open.remove(message.callId());
      }
    }
    return open;
  }

  /** About how many bytes of memory it takes. */
  long bytes() {
    long characters = 0;
    long objects = messages.size() + (long) media.size();
    for (Message message : messages) {
      String callId = message.callId();
      characters += message.text().length() + (callId == null ? 0 : callId.length());
      objects += message.calls().size();
      for (ToolCall call : message.calls()) {
        characters += call.id().length() + call.name().length() + call.arguments().length();
      }
    }
    return Character.BYTES * characters + BYTES_PER_OBJECT * objects;
  }
}
