package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.content.Message;
import dev.understudy.content.OutputFormat;
import dev.understudy.content.Task;
import dev.understudy.content.Tool;
import dev.understudy.json.Fields;
import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.SimulationSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a chat request field by field. Confined to one thread. */
final class ChatReader {

  private static final int MOST_STOPS = 4;
  private static final int MOST_LOGPROBS = 20;
  private static final int MOST_METADATA = 16;

  private final Fields fields;
  private final Faults faults;
  private final Map<RequestFeature, String> features = new EnumMap<>(RequestFeature.class);
  private final Map<Capability, String> capabilities = new EnumMap<>(Capability.class);

  ChatReader(Fields fields) {
    this.fields = fields;
    this.faults = fields.faults();
  }

  /** The request; of no use when faults were noted. */
  ChatRequest read() {
    String model = fields.text("model");
    faults.require(fields.get("model") != null, "model", null, "the model's id");
    ChatMessages spoken = new ChatMessages(fields, features);
    List<Message> messages = spoken.read();
    SimulationSettings settings = SimulationSettings.of(fields);
    Task task = task(messages, settings);
    Sampling sampling = Sampling.read(fields);
    Integer maxTokens = from(1, "max_tokens");
    Integer maxCompletion = from(1, "max_completion_tokens");
    ReasoningEffort effort = fields.named("reasoning_effort", ReasoningEffort.class);
    if (ReasoningEffort.asks(effort)) {
      capabilities.put(Capability.REASONING, "reasoning_effort");
    }
    boolean stream = Boolean.TRUE.equals(fields.bool("stream"));
    checkTheRest();
    return new ChatRequest(
        Objects.requireNonNullElse(model, ""),
        task,
        spoken.media(),
        toolText(),
        features,
        capabilities,
        effort,
        maxCompletion != null ? maxCompletion : maxTokens,
        Objects.requireNonNullElse(from(0, "min_tokens"), 0),
        Boolean.TRUE.equals(fields.bool("ignore_eos")),
        stop(),
        fields.whole("seed"),
        choices(),
        logprobs(),
        stream,
        streamOptions(stream),
        sampling,
        settings,
        new TreeSet<>(fields.others()));
  }

  private Task task(List<Message> messages, SimulationSettings settings) {
    ChatTools reader = new ChatTools(fields);
    List<Tool> tools = reader.tools();
    if (!tools.isEmpty()) {
      features.put(RequestFeature.TOOLS, "tools");
    }
    return new Task(
        messages,
        tools,
        reader.choice(tools),
        !Boolean.FALSE.equals(fields.bool("parallel_tool_calls")),
        format(),
        settings.content());
  }

  /** Tools and schemas are part of the prompt. */
  private String toolText() {
    JsonNode tools = fields.get("tools");
    JsonNode format = fields.get("response_format");
    String text = tools == null ? "" : tools.toString();
    return format != null && format.has("json_schema") ? text + format : text;
  }

  private OutputFormat format() {
    JsonNode format = fields.get("response_format");
    String type = format == null ? "text" : format.path("type").asText("");
    return switch (type) {
      case "text" -> OutputFormat.TEXT;
      case "json_object" -> {
        capabilities.put(Capability.JSON_MODE, "response_format");
        yield OutputFormat.JSON_OBJECT;
      }
      case "json_schema" -> {
        capabilities.put(Capability.STRUCTURED_OUTPUTS, "response_format");
        yield schema(Objects.requireNonNull(format).path("json_schema"));
      }
      default -> {
        faults.add(
            "response_format.type",
            Objects.requireNonNull(format).get("type"),
            "one of text, json_object, json_schema");
        yield OutputFormat.TEXT;
      }
    };
  }

  private OutputFormat schema(JsonNode named) {
    String path = "response_format.json_schema";
    JsonNode name = named.get("name");
    faults.require(
        name != null && ChatTools.NAME.matcher(name.asText()).matches(),
        path + ".name",
        name,
        ChatTools.NAME_EXPECTED);
    JsonNode schema = named.get("schema");
    faults.require(
        schema != null && schema.isObject(),
        path + ".schema",
        schema,
        "an object, a JSON Schema",
        ErrorCode.INVALID_TYPE);
    return schema == null ? OutputFormat.JSON_OBJECT : OutputFormat.of(schema);
  }

  private @Nullable Integer from(int least, String name) {
    Integer value = fields.integer(name);
    faults.atLeast(value, least, name);
    return value;
  }

  private int choices() {
    Integer n = from(1, "n");
    faults.require(
        n == null || n <= SimulationRequest.MOST_CHOICES,
        "n",
        n,
        "a whole number from 1 to " + SimulationRequest.MOST_CHOICES,
        ErrorCode.INTEGER_ABOVE_MAX_VALUE);
    return n == null || n < 1 ? 1 : n;
  }

  private @Nullable Integer logprobs() {
    boolean asked = Boolean.TRUE.equals(fields.bool("logprobs"));
    Integer top = from(0, "top_logprobs");
    faults.require(
        top == null || asked, "top_logprobs", top, "logprobs set to true, or none of the two");
    faults.require(
        top == null || top <= MOST_LOGPROBS,
        "top_logprobs",
        top,
        "a whole number from 0 to " + MOST_LOGPROBS,
        ErrorCode.INTEGER_ABOVE_MAX_VALUE);
    return asked ? Integer.valueOf(top == null ? 0 : top) : null;
  }

  /** What changes nothing here, but has a form. */
  private void checkTheRest() {
    shape("user", JsonNode::isTextual, "a string");
    shape("safety_identifier", JsonNode::isTextual, "a string");
    shape("prompt_cache_key", JsonNode::isTextual, "a string");
    shape("store", JsonNode::isBoolean, "true or false");
    shape("prediction", JsonNode::isObject, "an object");
    shape("metadata", JsonNode::isObject, "an object");
    JsonNode metadata = fields.get("metadata");
    faults.require(
        metadata == null || metadata.size() <= MOST_METADATA,
        "metadata",
        metadata == null ? 0 : metadata.size() + " pairs",
        "at most " + MOST_METADATA + " pairs");
    oneOf("service_tier", Set.of("auto", "default", "flex", "scale", "priority"));
    oneOf("verbosity", Set.of("low", "medium", "high"));
    JsonNode modalities = fields.get("modalities");
    faults.require(
        modalities == null || (modalities.size() == 1 && modalities.get(0).asText().equals("text")),
        "modalities",
        modalities,
        "[\"text\"]: speech is not played");
    if (fields.get("prediction") != null) {
      capabilities.put(Capability.PREDICTED_OUTPUTS, "prediction");
    }
  }

  private void shape(String name, Predicate<JsonNode> right, String expected) {
    JsonNode value = fields.get(name);
    faults.require(
        value == null || right.test(value), name, value, expected, ErrorCode.INVALID_TYPE);
  }

  private void oneOf(String name, Set<String> values) {
    JsonNode value = fields.get(name);
    faults.require(
        value == null || values.contains(value.asText()),
        name,
        value,
        "one of " + String.join(", ", new TreeSet<>(values)));
  }

  private List<String> stop() {
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

  private ChatRequest.StreamOptions streamOptions(boolean stream) {
    JsonNode options = fields.get("stream_options");
    if (options == null) {
      return ChatRequest.StreamOptions.NONE;
    }
    faults.require(
        options.isObject(),
        "stream_options",
        options,
        "an object such as {\"include_usage\": true}",
        ErrorCode.INVALID_TYPE);
    faults.require(stream, "stream_options", options, "stream set to true, or no such field");
    return new ChatRequest.StreamOptions(
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
