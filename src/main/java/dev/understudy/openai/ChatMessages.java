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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a chat request. Confined to one thread. */
final class ChatMessages {

  private static final Map<String, Role> ROLES =
      new TreeMap<>(
          Map.of(
              "system", Role.SYSTEM,
              "developer", Role.SYSTEM,
              "user", Role.USER,
              "assistant", Role.ASSISTANT,
              "tool", Role.TOOL,
              "function", Role.TOOL));

  private final Fields fields;
  private final Faults faults;
  private final MediaChecks checks;
  private final Map<RequestFeature, String> features;
  private final List<Message> messages = new ArrayList<>();
  private final List<Medium> media = new ArrayList<>();
  private final Set<String> openCalls = new HashSet<>();

  /**
   * A reader of the field {@code messages}.
   *
   * @param features where images, audio and video are noted
   */
  ChatMessages(Fields fields, Map<RequestFeature, String> features) {
    this.fields = fields;
    this.faults = fields.faults();
    this.checks = new MediaChecks(faults);
    this.features = features;
  }

  /** What is not text; filled by {@link #read}. */
  List<Medium> media() {
    return media;
  }

  /** Reads the messages, until there are more faults than are told. */
  List<Message> read() {
    JsonNode all = fields.get("messages");
    if (all == null) {
      faults.add("messages", null, "an array of at least one message");
      return messages;
    }
    boolean array = all.isArray();
    faults.require(
        array && !all.isEmpty(),
        "messages",
        all,
        "an array of at least one message",
        array ? ErrorCode.EMPTY_ARRAY : ErrorCode.INVALID_TYPE);
    for (int i = 0; array && i < all.size() && !faults.isFull(); i++) {
      message("messages[" + i + "]", all.get(i));
    }
    refuseUnanswered("messages[" + messages.size() + "]", Role.USER);
    return messages;
  }

  private void message(String path, JsonNode message) {
    if (!message.isObject()) {
      faults.require(
          false, path, message, "an object with role and content", ErrorCode.INVALID_TYPE);
      return;
    }
    Role role = ROLES.get(message.path("role").asText(""));
    if (role == null) {
      faults.add(
          path + ".role", message.get("role"), "one of " + String.join(", ", ROLES.keySet()));
      return;
    }
    List<ToolCall> calls = role == Role.ASSISTANT ? calls(path, message) : List.of();
    String text = content(path, message, role == Role.ASSISTANT && isWithoutWords(message));
    String answered = role == Role.TOOL ? answered(path, message) : null;
    refuseUnanswered(path, role);
    calls.forEach(call -> openCalls.add(call.id()));
    messages.add(new Message(role, text, calls, answered));
  }

  /** Whether there is something else that an assistant's message may consist of. */
  private static boolean isWithoutWords(JsonNode message) {
    return Stream.of("tool_calls", "function_call", "refusal", "audio")
        .anyMatch(message::hasNonNull);
  }

  /** A tool's message answers one of the calls before it. */
  private @Nullable String answered(String path, JsonNode message) {
    if (message.path("role").asText().equals("function")) {
      return message.path("name").asText("");
    }
    String id = message.path("tool_call_id").asText("");
    faults.require(
        openCalls.remove(id),
        path + ".tool_call_id",
        message.get("tool_call_id"),
        "the id of one of the tool_calls in the message of the assistant before");
    return id;
  }

  private void refuseUnanswered(String path, Role role) {
    if (role != Role.TOOL && !openCalls.isEmpty()) {
      faults.add(
          path,
          null,
          "messages of the role tool that answer the calls before: "
              + String.join(", ", openCalls));
      openCalls.clear();
    }
  }

  private List<ToolCall> calls(String path, JsonNode message) {
    JsonNode calls = message.get("tool_calls");
    if (calls == null || calls.isNull()) {
      return List.of();
    }
    String place = path + ".tool_calls";
    boolean some = calls.isArray() && !calls.isEmpty();
    faults.require(
        some,
        place,
        calls,
        "an array of at least one call",
        calls.isArray() ? ErrorCode.EMPTY_ARRAY : ErrorCode.INVALID_TYPE);
    List<ToolCall> read = new ArrayList<>();
    for (int i = 0; some && i < calls.size() && !faults.isFull(); i++) {
      read.add(call(place + "[" + i + "]", calls.get(i)));
    }
    return read;
  }

  private ToolCall call(String path, JsonNode call) {
    boolean custom = call.path("type").asText("").equals("custom");
    String kind = custom ? "custom" : "function";
    String input = custom ? "input" : "arguments";
    JsonNode called = call.path(kind);
    requireText(call, "id", path);
    requireText(called, "name", path + "." + kind);
    requireText(called, input, path + "." + kind);
    return new ToolCall(
        call.path("id").asText(), called.path("name").asText(), called.path(input).asText());
  }

  private void requireText(JsonNode object, String name, String path) {
    JsonNode value = object.get(name);
    faults.require(
        value != null && value.isTextual(),
        path + "." + name,
        value,
        "a string",
        ErrorCode.INVALID_TYPE);
  }

  private String content(String path, JsonNode message, boolean mayLack) {
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return content.textValue();
    }
    if (content.isArray() && !content.isEmpty()) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < content.size() && !faults.isFull(); i++) {
        part(path + ".content[" + i + "]", content.get(i), texts);
      }
      return String.join("\n", texts);
    }
    boolean lacks = content.isNull() || content.isMissingNode();
    faults.require(
        mayLack && (lacks || content.isArray()),
        path + ".content",
        lacks ? null : content,
        "a string or an array of at least one part",
        content.isArray() ? ErrorCode.EMPTY_ARRAY : ErrorCode.INVALID_TYPE);
    return "";
  }

  private void part(String path, JsonNode part, List<String> texts) {
    if (!part.isObject()) {
      faults.require(false, path, part, "an object with a type", ErrorCode.INVALID_TYPE);
      return;
    }
    String type = part.path("type").asText("");
    switch (type) {
      case "text", "refusal" -> {
        requireText(part, type, path);
        texts.add(part.path(type).asText());
      }
      case "image_url" -> image(path, part);
      case "input_audio" -> {
        requireText(part.path(type), "data", path + "." + type);
        checks.base64(path + ".input_audio.data", part.at("/input_audio/data"));
        media.add(Medium.Audio.ofBase64(part.at("/input_audio/data").asText()));
        features.put(RequestFeature.AUDIO, "messages");
      }
      case "video_url" -> {
        requireText(part.path(type), "url", path + "." + type);
        media.add(new Medium.Video());
        features.put(RequestFeature.VIDEO, "messages");
      }
      case "file" -> {
        checks.file(path + ".file", part.path("file"), List.of("file_id"));
        media.add(Medium.File.ofBase64(part.at("/file/file_data").asText()));
      }
      default ->
          faults.add(
              path + ".type",
              part.get("type"),
              "one of text, image_url, input_audio, video_url, file, refusal");
    }
  }

  private void image(String path, JsonNode part) {
    JsonNode image = part.path("image_url");
    String detail = image.path("detail").asText("auto");
    faults.require(
        Set.of("auto", "low", "high").contains(detail),
        path + ".image_url.detail",
        detail,
        "one of auto, low, high");
    requireText(image, "url", path + ".image_url");
    checks.image(path + ".image_url.url", image.path("url"));
    media.add(Medium.Image.of(image.path("url").asText(), detail.equals("low")));
    features.put(RequestFeature.IMAGE, "messages");
  }
}
