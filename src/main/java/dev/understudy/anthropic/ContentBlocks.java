package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.content.Message;
import dev.understudy.content.ToolCall;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.wire.Medium;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads content: a string, or blocks. Confined to one thread. */
final class ContentBlocks {

  /** Where blocks stand, and which may stand there. */
  enum Place {
    /** The field {@code system}. */
    SYSTEM("text"),
    /** A message of the user. */
    USER("text", "image", "document", "search_result", "tool_result", "container_upload"),
    /** A message of the assistant; what the vendor's own tools did is read as text. */
    ASSISTANT("text", "tool_use", "thinking", "redacted_thinking", "server_tool_use"),
    /** What a tool answered, or a document holds. */
    INNER("text", "image", "document", "search_result", "tool_reference");

    private final Set<String> types;

    Place(String... types) {
      this.types = new TreeSet<>(Set.of(types));
    }

    boolean allows(String type) {
      return types.contains(type) || (this == ASSISTANT && type.endsWith("_tool_result"));
    }
  }

  /** What some content holds. Filled once. */
  static final class Content {
    private final List<String> texts = new ArrayList<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private final List<Message> results = new ArrayList<>();

    /** Adds a text. */
    void add(String text) {
      texts.add(text);
    }

    /** Its texts, a line each. */
    String text() {
      return String.join("\n", texts);
    }

    /** Tools that the assistant calls. */
    List<ToolCall> calls() {
      return calls;
    }

    /** What tools answered. */
    List<Message> results() {
      return results;
    }
  }

  private static final Pattern CALL_ID = Pattern.compile("[a-zA-Z0-9_-]+");

  private final Faults faults;
  private final Shapes shapes;
  private final MediaSources sources;

  /**
   * A reader.
   *
   * @param features where images are noted
   * @param media where they are added
   */
  ContentBlocks(
      Faults faults, Shapes shapes, Map<RequestFeature, String> features, List<Medium> media) {
    this.faults = faults;
    this.shapes = shapes;
    this.sources = new MediaSources(faults, shapes, this, features, media);
  }

  /** Reads content that must be there. */
  Content read(String path, JsonNode content, Place place) {
    Content read = new Content();
    into(read, path, content, place);
    return read;
  }

  void into(Content read, String path, JsonNode content, Place place) {
    if (content.isTextual()) {
      read.add(content.textValue());
      return;
    }
    faults.require(
        content.isArray(),
        path,
        content.isMissingNode() ? null : content,
        "a string or an array of blocks",
        ErrorCode.INVALID_TYPE);
    boolean others = false;
    for (int i = 0; content.isArray() && i < content.size() && !faults.isFull(); i++) {
      JsonNode block = content.get(i);
      String at = path + "." + i;
      boolean result = block.path("type").asText("").equals("tool_result");
      faults.require(
          !result || !others, at, "a tool_result", "results of tools before all other blocks");
      others |= !result;
      block(read, at, block, place);
    }
  }

  private void block(Content read, String path, JsonNode block, Place place) {
    if (!shapes.isObject(path, block)) {
      return;
    }
    String type = block.path("type").asText("");
    if (!place.allows(type)) {
      String expected = "one of " + String.join(", ", place.types) + ", in such a place";
      faults.add(path + ".type", block.get("type"), expected);
      return;
    }
    shapes.cacheMark(path + ".cache_control", block.get("cache_control"));
    switch (type) {
      case "text" -> text(read, path, block);
      case "image" -> sources.image(path, block);
      case "document" -> sources.document(read, path, block);
      case "search_result" -> searchResult(read, path, block);
      case "tool_use" -> toolUse(read, path, block);
      case "tool_result" -> toolResult(read, path, block);
      case "thinking" -> {
        // The vendor takes what was thought in earlier answers out of the prompt.
        shapes.text(path, block, "thinking");
        shapes.text(path, block, "signature");
      }
      case "redacted_thinking" -> shapes.text(path, block, "data");
      default -> read.add(block.toString());
    }
  }

  private void text(Content read, String path, JsonNode block) {
    String text = shapes.text(path, block, "text");
    boolean blank = block.path("text").isTextual() && text.isBlank();
    faults.require(!blank, path + ".text", "\"" + text + "\"", "a text that is not blank");
    read.add(text);
  }

  private void searchResult(Content read, String path, JsonNode block) {
    read.add(shapes.text(path, block, "source"));
    read.add(shapes.text(path, block, "title"));
    into(read, path + ".content", block.path("content"), Place.SYSTEM);
  }

  private void toolUse(Content read, String path, JsonNode block) {
    String id = callId(path, block, "id");
    String name = shapes.text(path, block, "name");
    shapes.isObject(path + ".input", block.get("input"));
    read.calls.add(new ToolCall(id, name, block.path("input").toString()));
  }

  private void toolResult(Content read, String path, JsonNode block) {
    String id = callId(path, block, "tool_use_id");
    shapes.flag(path, block, "is_error");
    String text =
        Shapes.lacks(block, "content")
            ? ""
            : read(path + ".content", block.get("content"), Place.INNER).text();
    read.results.add(Message.result(id, text));
  }

  private String callId(String path, JsonNode block, String name) {
    String id = shapes.text(path, block, name);
    boolean wrong = block.path(name).isTextual() && !CALL_ID.matcher(id).matches();
    faults.require(!wrong, path + "." + name, id, "letters, digits, _ and -");
    return id;
  }
}
