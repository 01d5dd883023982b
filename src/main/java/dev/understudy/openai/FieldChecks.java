package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads and checks fields that OpenAI's requests have in common. Confined to one thread. */
final class FieldChecks {

  private static final int MOST_STOPS = 4;
  private static final int MOST_METADATA = 16;
  private static final int LONGEST_METADATA_KEY = 64;
  private static final int LONGEST_METADATA = 512;

  private final Fields fields;
  private final Faults faults;

  FieldChecks(Fields fields) {
    this.fields = fields;
    this.faults = fields.faults();
  }

  /** Who is asked; of no use when it is missing, which is a fault. */
  String model() {
    String model = fields.text("model");
    faults.require(fields.get("model") != null, "model", null, "the model's id");
    return Objects.requireNonNullElse(model, "");
  }

  /** True when the field is there and true. */
  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.bool(name));
  }

  /** A whole number that is not below {@code least}; null when absent. */
  @Nullable Integer from(int least, String name) {
    Integer value = fields.integer(name);
    faults.atLeast(value, least, name);
    return value;
  }

  /** A whole number from {@code least} to {@code most}; null when absent. */
  @Nullable Integer within(int least, int most, String name) {
    Integer value = from(least, name);
    faults.require(
        value == null || value <= most,
        name,
        value,
        "a whole number from " + least + " to " + most,
        ErrorCode.INTEGER_ABOVE_MAX_VALUE);
    return value;
  }

  /** A field without effect that has a form all the same. */
  void shape(String name, Predicate<JsonNode> right, String expected) {
    JsonNode value = fields.get(name);
    faults.require(
        value == null || right.test(value), name, value, expected, ErrorCode.INVALID_TYPE);
  }

  /** A field that has one of these values, when it is there. */
  void oneOf(String name, Set<String> values) {
    oneOf(name, fields.get(name), values);
  }

  /** A value that stands at {@code path}. */
  void oneOf(String path, @Nullable JsonNode value, Set<String> values) {
    boolean ok = value == null || value.isNull() || values.contains(value.asText());
    if (!ok) { // the text would cost every request that has the field
      faults.add(path, value, "one of " + String.join(", ", new TreeSet<>(values)));
    }
  }

  /** Says for whom a request is; without effect. */
  void userAndMetadata() {
    shape("user", JsonNode::isTextual, "a string");
    shape("safety_identifier", JsonNode::isTextual, "a string");
    shape("prompt_cache_key", JsonNode::isTextual, "a string");
    metadata();
    oneOf("service_tier", Set.of("auto", "default", "flex", "scale", "priority"));
  }

  private void metadata() {
    shape("metadata", JsonNode::isObject, "an object");
    JsonNode metadata = fields.get("metadata");
    if (metadata == null) {
      return;
    }
    boolean few = metadata.size() <= MOST_METADATA;
    String expected = "at most " + MOST_METADATA + " pairs";
    faults.require(few, "metadata", metadata.size() + " pairs", expected);
    if (few) {
      metadata.properties().forEach(pair -> metadata(pair.getKey(), pair.getValue()));
    }
  }

  private void metadata(String key, JsonNode value) {
    atMost(LONGEST_METADATA_KEY, "metadata", key);
    String path = key.length() > LONGEST_METADATA_KEY ? "metadata" : "metadata." + key;
    faults.require(value.isTextual(), path, value, "a string", ErrorCode.INVALID_TYPE);
    atMost(LONGEST_METADATA, path, value.asText());
  }

  private void atMost(int characters, String path, String text) {
    faults.require(
        text.length() <= characters,
        path,
        text.length() + " characters",
        "at most " + characters,
        ErrorCode.STRING_ABOVE_MAX_LENGTH);
  }

  /** Sequences that end the answer. */
  List<String> stop() {
    JsonNode stop = fields.get("stop");
    if (stop == null) {
      return List.of();
    }
    List<String> sequences = new ArrayList<>();
    boolean ok = stop.isTextual() || (stop.isArray() && stop.size() <= MOST_STOPS);
    for (JsonNode sequence : stop.isArray() ? stop : List.of(stop)) {
      ok &= sequence.isTextual() && !sequence.textValue().isEmpty();
      sequences.add(sequence.asText());
    }
    faults.require(
        ok, "stop", stop, "a string that is not empty, or an array of at most " + MOST_STOPS);
    return sequences;
  }

  /** What a stream has beside its tokens. */
  StreamOptions streamOptions(boolean stream) {
    JsonNode options = fields.get("stream_options");
    if (options == null) {
      return StreamOptions.NONE;
    }
    faults.require(
        options.isObject(),
        "stream_options",
        options,
        "an object such as {\"include_usage\": true}",
        ErrorCode.INVALID_TYPE);
    faults.require(stream, "stream_options", options, "stream set to true, or no such field");
    return new StreamOptions(
        option(options, "include_usage"), option(options, "include_obfuscation"));
  }

  private boolean option(JsonNode options, String name) {
    JsonNode value = options.get(name);
    faults.require(
        value == null || value.isBoolean(),
        "stream_options." + name,
        value,
        "true or false",
        ErrorCode.INVALID_TYPE);
    return value != null && value.asBoolean();
  }
}
