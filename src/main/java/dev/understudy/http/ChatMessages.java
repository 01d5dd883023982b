package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the messages of a chat request. Confined to one thread. */
final class ChatMessages {

  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");

  private final Fields fields;
  private final Faults faults;
  private final Set<RequestFeature> features;
  private final List<String> texts = new ArrayList<>();

  /**
   * A reader of the field {@code messages}.
   *
   * @param features where images, audio and video are noted
   */
  ChatMessages(Fields fields, Set<RequestFeature> features) {
    this.fields = fields;
    this.faults = fields.faults();
    this.features = features;
  }

  /** What is said, message by message; filled by {@link #read}. */
  List<String> texts() {
    return texts;
  }

  /** Reads the messages, until there are more faults than are told; returns how many there are. */
  int read() {
    JsonNode messages = fields.get("messages");
    boolean some = messages != null && messages.isArray() && !messages.isEmpty();
    faults.require(some, "messages", messages, "an array of at least one message");
    if (!some || messages == null) {
      return 0;
    }
    for (int i = 0; i < messages.size() && !faults.isFull(); i++) {
      message("messages[" + i + "]", messages.get(i));
    }
    return messages.size();
  }

  private void message(String path, JsonNode message) {
    if (!message.isObject()) {
      faults.add(path, message, "an object with role and content");
      return;
    }
    String role = message.path("role").asText("");
    faults.require(
        ROLES.contains(role),
        path + ".role",
        message.get("role"),
        "one of " + String.join(", ", new TreeSet<>(ROLES)));
    texts.add(role);
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      texts.add(content.textValue());
    } else if (content.isArray()) {
      for (int i = 0; i < content.size() && !faults.isFull(); i++) {
        part(path + ".content[" + i + "]", content.get(i));
      }
    } else {
      boolean mayLack = role.equals("assistant") && (content.isNull() || content.isMissingNode());
      faults.require(
          mayLack, path + ".content", message.get("content"), "a string or an array of parts");
    }
    if (message.has("tool_calls")) {
      texts.add(message.get("tool_calls").toString());
    }
  }

  private void part(String path, JsonNode part) {
    if (!part.isObject()) {
      faults.add(path, part, "an object with a type");
      return;
    }
    switch (part.path("type").asText("")) {
      case "text" -> {
        faults.require(part.path("text").isTextual(), path + ".text", part.get("text"), "a string");
        texts.add(part.path("text").asText());
      }
      case "refusal" -> texts.add(part.path("refusal").asText());
      case "image_url" -> medium(path, part, "image_url", RequestFeature.IMAGE);
      case "input_audio" -> medium(path, part, "input_audio", RequestFeature.AUDIO);
      case "video_url" -> medium(path, part, "video_url", RequestFeature.VIDEO);
      case "file" -> {} // its text is not known
      default ->
          faults.add(
              path + ".type",
              part.get("type"),
              "one of text, image_url, input_audio, video_url, file, refusal");
    }
  }

  private void medium(String path, JsonNode part, String name, RequestFeature feature) {
    faults.require(
        part.path(name).isObject(),
        path + "." + name,
        part.get(name),
        "an object, as the vendor's");
    features.add(feature);
  }
}
