package dev.understudy.openai;

import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.ToolCall;
import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.Prompt;
import dev.understudy.wire.MediaTokens;
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

  /**
   * Tokens that frame a message, and again those that begin the answer (OpenAI Cookbook: How to
   * count tokens with tiktoken).
   */
  private static final int TOKENS_PER_MESSAGE = 3;

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

  /**
   * All of it as a prompt for that model.
   *
   * @param toolText what tools and a schema add to it; may be empty
   */
  Prompt prompt(ModelDefinition asked, String toolText) {
    List<String> texts = new ArrayList<>();
    for (Message message : messages) {
      texts.add(message.role().name());
      texts.add(message.text());
      for (ToolCall call : message.calls()) {
        texts.add(call.name());
        texts.add(call.arguments());
      }
    }
    if (!toolText.isEmpty()) {
      texts.add(toolText);
    }
    int frames = TOKENS_PER_MESSAGE * (messages.size() + 1);
    return new Prompt(texts, frames + MediaTokens.of(asked, media));
  }

  /** About how many bytes of memory it takes. */
  long bytes() {
    long characters = 0;
    long objects = messages.size() + (long) media.size();
    for (Message message : messages) {
      characters += message.text().length();
      objects += message.calls().size();
      for (ToolCall call : message.calls()) {
        characters += call.name().length() + call.arguments().length();
      }
    }
    return Character.BYTES * characters + BYTES_PER_OBJECT * objects;
  }
}
