package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

/**
 * Reads the tools of a chat request, and how they are to be chosen. Only functions are played;
 * custom tools, whose input has a form of its own, are left out and named. Confined to one thread.
 */
final class ChatTools {

  /** Of tools, functions and schemas alike. */
  static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  static final String NAME_EXPECTED = "1 to 64 letters, digits, _ and -";
  private static final int MOST_TOOLS = 128;
  private static final String CUSTOM = "custom";

  private final Fields fields;
  private final Faults faults;
  private final Set<String> ignored;

  /**
   * A reader.
   *
   * @param ignored where tools without effect are named
   */
  ChatTools(Fields fields, Set<String> ignored) {
    this.fields = fields;
    this.faults = fields.faults();
    this.ignored = ignored;
  }

  /** The tools; none where there is no such field. */
  List<Tool> tools() {
    JsonNode tools = fields.get("tools");
    if (tools == null) {
      return List.of();
    }
    boolean ok = tools.isArray() && !tools.isEmpty() && tools.size() <= MOST_TOOLS;
    faults.require(
        ok,
        "tools",
        tools.isArray() ? tools.size() + " tools" : tools,
        "an array of 1 to " + MOST_TOOLS + " tools",
        lengthCode(tools));
    List<Tool> read = new ArrayList<>();
    for (int i = 0; ok && i < tools.size() && !faults.isFull(); i++) {
      tool("tools[" + i + "]", tools.get(i), read);
    }
    return read;
  }

  private static ErrorCode lengthCode(JsonNode array) {
    if (!array.isArray()) {
      return ErrorCode.INVALID_TYPE;
    }
    return array.isEmpty() ? ErrorCode.EMPTY_ARRAY : ErrorCode.ARRAY_ABOVE_MAX_LENGTH;
  }

  private void tool(String path, JsonNode tool, List<Tool> read) {
    if (!tool.isObject()) {
      faults.require(false, path, tool, "an object with a type", ErrorCode.INVALID_TYPE);
      return;
    }
    JsonNode type = tool.get("type");
    if (tool.path("type").asText("").equals(CUSTOM)) {
      custom(path, tool.path(CUSTOM));
      return;
    }
    faults.require(
        type != null && type.asText().equals("function"), path + ".type", type, "function, custom");
    JsonNode function = tool.get("function");
    if (function == null || !function.isObject()) {
      faults.require(false, path + ".function", function, "an object", ErrorCode.INVALID_TYPE);
      return;
    }
    read(path + ".function", function, faults, read);
  }

  private void custom(String path, JsonNode custom) {
    JsonNode name = custom.get("name");
    boolean ok = name != null && NAME.matcher(name.asText()).matches();
    faults.require(ok, path + ".custom.name", name, NAME_EXPECTED);
    ignored.add(path + ":" + CUSTOM);
  }

  /** Reads a function, wherever a vendor's form has it. */
  static void read(String path, JsonNode function, Faults faults, List<Tool> read) {
    JsonNode name = function.get("name");
    faults.require(
        name != null && NAME.matcher(name.asText()).matches(), path + ".name", name, NAME_EXPECTED);
    JsonNode parameters = function.path("parameters");
    boolean none = parameters.isMissingNode() || parameters.isNull();
    if (none) {
      parameters = JsonNodeFactory.instance.objectNode().put("type", "object");
    }
    String at = path + ".parameters";
    faults.require(
        parameters.isObject(), at, parameters, "an object, a JSON Schema", ErrorCode.INVALID_TYPE);
    JsonNode type = parameters.path("type");
    faults.require(
        !type.isTextual() || type.asText().equals("object"),
        at + ".type",
        type,
        "object, as arguments are one");
    if (isStrict(function, path, faults) && !none) {
      StrictSchema.check(parameters, at, ErrorCode.INVALID_FUNCTION_PARAMETERS, faults);
    }
    String description = function.path("description").asText("");
    read.add(new Tool(function.path("name").asText(), description, parameters, at));
  }

  /** Whether a vendor is asked to keep to a schema. */
  static boolean isStrict(JsonNode named, String path, Faults faults) {
    JsonNode strict = named.path("strict");
    faults.require(
        strict.isMissingNode() || strict.isNull() || strict.isBoolean(),
        path + ".strict",
        strict,
        "true or false",
        ErrorCode.INVALID_TYPE);
    return strict.asBoolean(false);
  }

  /** How they are chosen among. */
  ToolChoice choice(List<Tool> tools) {
    JsonNode choice = fields.get("tool_choice");
    if (choice == null) {
      return ToolChoice.AUTO;
    }
    faults.require(
        fields.has("tools"), "tool_choice", choice, "tools, without which nothing can be chosen");
    if (choice.isTextual()) {
      return mode("tool_choice", choice);
    }
    Set<String> names = new HashSet<>();
    ToolChoice.Mode mode = ToolChoice.Mode.REQUIRED;
    String type = choice.path("type").asText("");
    if (type.equals(CUSTOM)) {
      ignored.add("tool_choice:" + CUSTOM);
      return ToolChoice.AUTO;
    } else if (type.equals("allowed_tools")) {
      JsonNode allowed = choice.path("allowed_tools");
      mode = mode("tool_choice.allowed_tools.mode", allowed.path("mode")).mode();
      allowed.path("tools").forEach(tool -> addFunction(tool, names));
    } else {
      JsonNode name = choice.at("/function/name");
      faults.require(
          name.isTextual(),
          "tool_choice",
          choice,
          "none, auto, required, or an object that names a function",
          ErrorCode.INVALID_TYPE);
      names.add(name.asText());
    }
    refuseUnknown(names, tools, faults);
    return names.isEmpty() // only tools that are not played are allowed
        ? ToolChoice.of(ToolChoice.Mode.NONE)
        : new ToolChoice(mode, names);
  }

  private static void addFunction(JsonNode tool, Set<String> names) {
    if (!tool.path("type").asText("").equals(CUSTOM)) {
      names.add(tool.at("/function/name").asText());
    }
  }

  /** Refuses to choose what is not there. */
  static void refuseUnknown(Set<String> names, List<Tool> tools, Faults faults) {
    List<String> known = tools.stream().map(Tool::name).toList();
    for (String name : names) {
      faults.require(
          known.contains(name),
          "tool_choice",
          name,
          "one of the tools: " + String.join(", ", known));
    }
  }

  private ToolChoice mode(String path, JsonNode value) {
    return mode(path, value, faults);
  }

  /** Reads how free the model is. */
  static ToolChoice mode(String path, JsonNode value, Faults faults) {
    return switch (value.asText("")) {
      case "auto" -> ToolChoice.AUTO;
      case "none" -> ToolChoice.of(ToolChoice.Mode.NONE);
      case "required" -> ToolChoice.of(ToolChoice.Mode.REQUIRED);
      default -> {
        faults.add(path, value, "one of none, auto, required");
        yield ToolChoice.AUTO;
      }
    };
  }
}
