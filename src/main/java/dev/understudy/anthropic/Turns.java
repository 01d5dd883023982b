package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.anthropic.ContentBlocks.Content;
import dev.understudy.anthropic.ContentBlocks.Place;
import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.ToolCall;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the messages. Those of one role that follow each other are one turn; every call of a turn
 * of the assistant is answered in the turn of the user after it. Confined to one thread.
 */
final class Turns {

  private final Faults faults;
  private final Shapes shapes;
  private final ContentBlocks blocks;
  private final List<Message> messages = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private final Set<String> open = new LinkedHashSet<>();
  private String calling = "";
  private Role turn = Role.SYSTEM;

  Turns(Faults faults, Shapes shapes, ContentBlocks blocks) {
    this.faults = faults;
    this.shapes = shapes;
    this.blocks = blocks;
  }

  /** Reads the fields {@code system} and {@code messages}. */
  List<Message> read(JsonNode system, JsonNode all) {
    if (!system.isMissingNode() && !system.isNull()) {
      messages.add(Message.of(Role.SYSTEM, blocks.read("system", system, Place.SYSTEM).text()));
    }
    boolean array = all.isArray();
    faults.require(
        array && !all.isEmpty(),
        "messages",
        all.isMissingNode() ? null : all,
        "an array of at least one message",
        array ? ErrorCode.EMPTY_ARRAY : ErrorCode.INVALID_TYPE);
    for (int i = 0; array && i < all.size() && !faults.isFull(); i++) {
      message("messages." + i, all.get(i), i == all.size() - 1);
    }
    refuseUnanswered();
    return messages;
  }

  private void message(String path, JsonNode message, boolean last) {
    if (!shapes.isObject(path, message)) {
      return;
    }
    switch (message.path("role").asText("")) {
      case "user" -> user(path, message);
      case "assistant" -> assistant(path, message, last);
      case "system" -> system(path, message);
      default -> faults.add(path + ".role", message.get("role"), "user or assistant");
    }
  }

  private void user(String path, JsonNode message) {
    turn = Role.USER;
    Content content = blocks.read(path + ".content", message.path("content"), Place.USER);
    refuseEmpty(path, message);
    for (Message result : content.results()) {
      faults.require(
          open.remove(result.callId()),
          path + ".content",
          "a tool_result for " + result.callId(),
          "the id of a tool_use of the message before, once");
    }
    // What comes with results does not ask anew, or no loop of calls would end.
    if (!content.text().isEmpty() || content.results().isEmpty()) {
      messages.add(Message.of(Role.USER, content.text()));
    }
    messages.addAll(content.results());
  }

  /** New rules in the middle, as Anthropic's models since Opus 4.8 take them. */
  private void system(String path, JsonNode message) {
    faults.require(
        turn == Role.USER,
        path + ".role",
        "system",
        "user or assistant; rules go in the field system, or after a message of the user");
    String at = path + ".content";
    messages.add(
        Message.of(Role.SYSTEM, blocks.read(at, message.path("content"), Place.SYSTEM).text()));
  }

  private void assistant(String path, JsonNode message, boolean last) {
    faults.require(turn != Role.SYSTEM, path + ".role", "assistant", "user in the first message");
    if (turn == Role.USER) {
      refuseUnanswered();
    }
    turn = Role.ASSISTANT;
    Content content = blocks.read(path + ".content", message.path("content"), Place.ASSISTANT);
    String text = content.text();
    if (last) {
      boolean trails = !text.equals(text.stripTrailing());
      faults.require(!trails, path + ".content", "\"... \"", "no white space at its end");
    } else {
      refuseEmpty(path, message);
    }
    for (ToolCall call : content.calls()) {
      faults.require(
          known.add(call.id()), path + ".content", call.id(), "another id in each tool_use");
      open.add(call.id());
      calling = path;
    }
    messages.add(new Message(Role.ASSISTANT, text, content.calls(), null));
  }

  /** Only the last message may be empty, where it begins the answer. */
  private void refuseEmpty(String path, JsonNode message) {
    JsonNode content = message.path("content");
    boolean empty = content.isTextual() ? content.textValue().isEmpty() : content.isEmpty();
    boolean wrong = !content.isTextual() && !content.isArray();
    faults.require(wrong || !empty, path + ".content", content, "content that is not empty");
  }

  /** As at the vendor, the message that calls is named: the one after it may not be there. */
  private void refuseUnanswered() {
    if (!open.isEmpty()) {
      faults.add(
          calling,
          "tool_use without tool_result",
          "in the message after it, a block tool_result for each of " + String.join(", ", open));
      open.clear();
    }
  }
}
