package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.content.Tool;
import dev.understudy.content.ToolChoice;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the tools of a response, and how they are to be chosen. Only functions are played; others,
 * as {@code web_search}, are left out and named. Confined to one thread.
 */
final class ResponseTools {

  private static final int MOST_TOOLS = 128;
  private static final String FUNCTION = "function";

  private final Fields fields;
  private final Faults faults;
  private final Set<String> ignored;

  /**
   * A reader.
   *
   * @param ignored where tools without effect are named
   */
  ResponseTools(Fields fields, Set<String> ignored) {
    this.fields = fields;
    this.faults = fields.faults();
    this.ignored = ignored;
  }

  /** The functions; none where there is no such field. */
  List<Tool> tools() {
    JsonNode tools = fields.get("tools");
    List<Tool> read = new ArrayList<>();
    if (tools == null) {
      return read;
    }
    boolean ok = tools.isArray() && tools.size() <= MOST_TOOLS;
    faults.require(
        ok,
        "tools",
        tools.isArray() ? tools.size() + " tools" : tools,
        "an array of at most " + MOST_TOOLS + " tools",
        tools.isArray() ? ErrorCode.ARRAY_ABOVE_MAX_LENGTH : ErrorCode.INVALID_TYPE);
    for (int i = 0; ok && i < tools.size() && !faults.isFull(); i++) {
      tool("tools[" + i + "]", tools.get(i), read);
    }
    return read;
  }

  private void tool(String path, JsonNode tool, List<Tool> read) {
    if (!tool.isObject()) {
      faults.require(false, path, tool, "an object with a type", ErrorCode.INVALID_TYPE);
      return;
    }
    JsonNode type = tool.get("type");
    faults.require(
        type != null && type.isTextual(),
        path + ".type",
        type,
        "function, or a built-in tool's type",
        type == null ? ErrorCode.MISSING_REQUIRED_PARAMETER : ErrorCode.INVALID_TYPE);
    if (tool.path("type").asText("").equals(FUNCTION)) {
      ChatTools.read(path, tool, faults, read);
    } else {
      ignored.add(path + ":" + tool.path("type").asText(""));
    }
  }

  /** How they are chosen among. */
  ToolChoice choice(List<Tool> tools) {
    JsonNode choice = fields.get("tool_choice");
    if (choice == null) {
      return ToolChoice.AUTO;
    }
    if (choice.isTextual()) {
      return mode("tool_choice", choice);
    }
    Set<String> names = new HashSet<>();
    ToolChoice.Mode mode = ToolChoice.Mode.REQUIRED;
    String type = choice.path("type").asText("");
    if (type.equals("allowed_tools")) {
      mode = mode("tool_choice.mode", choice.path("mode")).mode();
      choice.path("tools").forEach(tool -> addFunction(tool, names));
    } else if (type.equals(FUNCTION)) {
      names.add(choice.path("name").asText(""));
    } else {
      faults.require(
          !type.isEmpty(),
          "tool_choice",
          choice,
          "none, auto, required, or an object that names a tool",
          ErrorCode.INVALID_TYPE);
      ignored.add("tool_choice:" + type);
      return ToolChoice.AUTO;
    }
    ChatTools.refuseUnknown(names, tools, faults);
    return names.isEmpty() // only tools that are not played are allowed
        ? ToolChoice.of(ToolChoice.Mode.NONE)
        : new ToolChoice(mode, names);
  }

  private static void addFunction(JsonNode tool, Set<String> names) {
    if (tool.path("type").asText("").equals(FUNCTION)) {
      names.add(tool.path("name").asText(""));
    }
  }

  private ToolChoice mode(String path, JsonNode value) {
    ToolChoice choice = ChatTools.mode(path, value, faults);
    faults.require(
        choice.mode() != ToolChoice.Mode.REQUIRED || fields.get("tools") != null,
        path,
        value,
        "tools, of which one must be called");
    return choice;
  }
}
