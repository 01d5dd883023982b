package dev.understudy.anthropic;

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
import java.util.regex.Pattern;

/** Reads the tools of a request, and how they are to be chosen. Confined to one thread. */
final class MessagesTools {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

  private final Fields fields;
  private final Faults faults;
  private final Shapes shapes;
  private final Set<String> ignored;
  private final Set<String> names = new HashSet<>();

  /**
   * A reader of the fields {@code tools} and {@code tool_choice}.
   *
   * @param ignored where the vendor's own tools are named, which are not played
   */
  MessagesTools(Fields fields, Shapes shapes, Set<String> ignored) {
    this.fields = fields;
    this.faults = fields.faults();
    this.shapes = shapes;
    this.ignored = ignored;
  }

  /** The tools that the client runs; none where there is no such field. */
  List<Tool> tools() {
    List<Tool> read = new ArrayList<>();
    JsonNode tools = fields.get("tools");
    if (tools == null) {
      return read;
    }
    faults.require(tools.isArray(), "tools", tools, "an array of tools", ErrorCode.INVALID_TYPE);
    for (int i = 0; tools.isArray() && i < tools.size() && !faults.isFull(); i++) {
      tool("tools." + i, tools.get(i), read);
    }
    return read;
  }

  private void tool(String path, JsonNode tool, List<Tool> read) {
    if (!shapes.isObject(path, tool)) {
      return;
    }
    shapes.cacheMark(path + ".cache_control", tool.get("cache_control"));
    String name = shapes.text(path, tool, "name");
    faults.require(
        !tool.path("name").isTextual() || NAME.matcher(name).matches(),
        path + ".name",
        "\"" + name + "\"",
        "1 to 128 letters, digits, _ and -");
    faults.require(names.add(name), path + ".name", name, "another name for each tool");
    String type = shapes.optionalText(path, tool, "type");
    if (!type.isEmpty() && !type.equals("custom")) {
      ignored.add("tools." + type);
      return;
    }
    String description = shapes.optionalText(path, tool, "description");
    String at = path + ".input_schema";
    if (shapes.isObject(at, tool.get("input_schema"))) {
      JsonNode schema = tool.get("input_schema");
      shapes.oneOf(at, schema, "type", Set.of("object"));
      read.add(new Tool(name, description, schema, at));
    }
  }

  /** How they are chosen among. */
  ToolChoice choice() {
    JsonNode choice = fields.get("tool_choice");
    if (choice == null || !shapes.isObject("tool_choice", choice)) {
      return ToolChoice.AUTO;
    }
    faults.require(
        fields.get("tools") != null,
        "tool_choice",
        choice,
        "tools, without which nothing can be chosen");
    shapes.flag("tool_choice", choice, "disable_parallel_tool_use");
    Set<String> types = Set.of("auto", "any", "tool", "none");
    return switch (shapes.oneOf("tool_choice", choice, "type", types)) {
      case "any" -> ToolChoice.of(ToolChoice.Mode.REQUIRED);
      case "none" -> ToolChoice.of(ToolChoice.Mode.NONE);
      case "tool" -> {
        String name = shapes.oneOf("tool_choice", choice, "name", names);
        yield ToolChoice.named(name);
      }
      default -> ToolChoice.AUTO;
    };
  }

  /** Whether several may be called at once. */
  boolean parallel() {
    JsonNode choice = fields.get("tool_choice");
    return choice == null || !choice.path("disable_parallel_tool_use").asBoolean(false);
  }
}
