package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.ToolCall;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.wire.Medium;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the input of a response: a text, or items that continue a conversation. Items of tools that
 * are not played are left out and named. Confined to one thread.
 */
final class ResponseItems {

  private static final Map<String, Role> ROLES =
      new TreeMap<>(
          Map.of(
              "system", Role.SYSTEM,
              "developer", Role.SYSTEM,
              "user", Role.USER,
              "assistant", Role.ASSISTANT));

  private static final int LONGEST_CALL_ID = 64;

  private final Fields fields;
  private final Faults faults;
  private final MediaChecks checks;
  private final ResponseLog log;
  private final Map<RequestFeature, String> features;
  private final Set<String> ignored;
  private final List<Message> messages;
  private final List<Medium> media;
  private final Set<String> openCalls;
  private final List<String> strayResults = new ArrayList<>();
  private final Set<String> referredTo = new HashSet<>();

  /**
   * A reader of the field {@code input}.
   *
   * @param before what was said before it
   * @param log where items are found that are only referred to
   * @param features where images and sound are noted
   * @param ignored where items without effect are named
   */
  ResponseItems(
      Fields fields,
      Conversation before,
      ResponseLog log,
      Map<RequestFeature, String> features,
      Set<String> ignored) {
    this.fields = fields;
    this.faults = fields.faults();
    this.checks = new MediaChecks(faults);
    this.log = log;
    this.features = features;
    this.ignored = ignored;
    this.messages = new ArrayList<>(before.messages());
    this.media = new ArrayList<>(before.media());
    this.openCalls = before.openCalls();
  }

  /** What was said before, and then the input; until there are more faults than are told. */
  Conversation read() {
    JsonNode input = fields.get("input");
    if (input == null) {
      faults.add("input", null, "a string or an array of items");
    } else if (input.isTextual()) {
      messages.add(Message.of(Role.USER, input.textValue()));
    } else {
      faults.require(
          input.isArray(), "input", input, "a string or an array of items", ErrorCode.INVALID_TYPE);
      for (int i = 0; input.isArray() && i < input.size() && !faults.isFull(); i++) {
        item("input[" + i + "]", input.get(i));
      }
    }
    return new Conversation(messages, media);
  }

  /** Refuses calls without results, and results without calls, in the words of OpenAI's API. */
  void refuseUnpaired() {
    if (!strayResults.isEmpty()) {
      throw Refusals.input(
          "No tool call found for function call output with call_id " + strayResults.get(0) + ".");
    }
    if (!openCalls.isEmpty()) {
      String callId = openCalls.iterator().next();
      throw Refusals.input("No tool output found for function call " + callId + ".");
    }
  }

  private void item(String path, JsonNode item) {
    if (!item.isObject()) {
      faults.require(false, path, item, "an object, an item", ErrorCode.INVALID_TYPE);
      return;
    }
    String type = item.path("type").asText("message");
    switch (type) {
      case "message" -> message(path, item);
      case "function_call" -> call(path, item);
      case "function_call_output" -> result(path, item);
      case "item_reference" -> reference(path, item);
      case "reasoning" -> {} // no longer part of the context
      default -> {
        faults.require(
            type.endsWith("_call") || type.endsWith("_output") || type.startsWith("mcp_"),
            path + ".type",
            item.get("type"),
            "one of message, function_call, function_call_output, item_reference, reasoning, or a"
                + " call of another tool");
        ignored.add(path + ":" + type);
      }
    }
  }

  private void message(String path, JsonNode item) {
    Role role = ROLES.get(item.path("role").asText(""));
    if (role == null) {
      faults.add(path + ".role", item.get("role"), "one of " + String.join(", ", ROLES.keySet()));
      return;
    }
    messages.add(Message.of(role, content(path + ".content", item.get("content"))));
  }

  private void call(String path, JsonNode item) {
    add(
        Message.calling(
            new ToolCall(
                callId(path, item), text(item, "name", path), text(item, "arguments", path))));
  }

  private void add(Message message) {
    messages.add(message);
    message.calls().forEach(call -> openCalls.add(call.id()));
  }

  private void result(String path, JsonNode item) {
    String id = callId(path, item);
    messages.add(Message.result(id, content(path + ".output", item.get("output"))));
    if (!openCalls.remove(id)) {
      strayResults.add(id);
    }
  }

  private String callId(String path, JsonNode item) {
    String id = text(item, "call_id", path);
    faults.require(
        id.length() <= LONGEST_CALL_ID,
        path + ".call_id",
        id.length() + " characters",
        "at most " + LONGEST_CALL_ID,
        ErrorCode.STRING_ABOVE_MAX_LENGTH);
    return id;
  }

  /** As at the vendor, an item stands in an input once; so none makes a short input very long. */
  private void reference(String path, JsonNode item) {
    String id = text(item, "id", path);
    List<Message> found = log.item(id);
    if (!referredTo.add(id)) {
      faults.add(path + ".id", id, "each item once");
    } else if (found == null) {
      faults.require(
          id.isEmpty(), path + ".id", id, "the id of an item of a response that is kept");
    } else {
      found.forEach(this::add);
    }
  }

  private String text(JsonNode object, String name, String path) {
    JsonNode value = object.get(name);
    faults.require(
        value != null && value.isTextual(),
        path + "." + name,
        value,
        "a string",
        ErrorCode.INVALID_TYPE);
    return object.path(name).asText("");
  }

  private String content(String path, @Nullable JsonNode content) {
    if (content != null && content.isTextual()) {
      return content.textValue();
    }
    List<String> texts = new ArrayList<>();
    if (content != null && content.isArray()) {
      for (int i = 0; i < content.size() && !faults.isFull(); i++) {
        part(path + "[" + i + "]", content.get(i), texts);
      }
    } else {
      faults.require(false, path, content, "a string or an array of parts", ErrorCode.INVALID_TYPE);
    }
    return String.join("\n", texts);
  }

  private void part(String path, JsonNode part, List<String> texts) {
    String type = part.path("type").asText("");
    switch (type) {
      case "input_text", "output_text", "text" -> texts.add(text(part, "text", path));
      case "refusal" -> texts.add(text(part, "refusal", path));
      case "input_image" -> image(path, part);
      case "input_file" -> {
        checks.file(path, part, List.of("file_id", "file_url"));
        media.add(Medium.File.ofBase64(part.path("file_data").asText("")));
      }
      case "input_audio" -> {
        checks.base64(path + ".input_audio.data", part.at("/input_audio/data"));
        media.add(Medium.Audio.ofBase64(text(part.path(type), "data", path + "." + type)));
        features.put(RequestFeature.AUDIO, "input");
      }
      default ->
          faults.require(
              false,
              part.isObject() ? path + ".type" : path,
              part.isObject() ? part.get("type") : part,
              "one of input_text, input_image, input_file, input_audio, output_text, refusal",
              part.isObject() ? ErrorCode.INVALID_VALUE : ErrorCode.INVALID_TYPE);
    }
  }

  private void image(String path, JsonNode part) {
    String detail = part.path("detail").asText("auto");
    faults.require(
        Set.of("auto", "low", "high", "original").contains(detail),
        path + ".detail",
        detail,
        "one of auto, low, high, original");
    boolean low = detail.equals("low");
    boolean sent = part.path("image_url").isTextual();
    faults.require(
        sent || part.path("file_id").isTextual(),
        path + ".image_url",
        part.get("image_url"),
        "a string, or a file_id");
    checks.image(path + ".image_url", part.path("image_url"));
    media.add(
        sent
            ? Medium.Image.of(part.path("image_url").textValue(), low)
            : Medium.Image.ofUsualSize(low));
    features.put(RequestFeature.IMAGE, "input");
  }
}
