package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Fields;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.simulation.LatencyOverride;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a chat request field by field. Confined to one thread. */
final class ChatReader {

  private static final int MOST_STOPS = 4;
  private static final int MOST_TOOLS = 128;

  private final Fields fields;
  private final Faults faults;
  private final Set<RequestFeature> features = EnumSet.noneOf(RequestFeature.class);

  ChatReader(Fields fields) {
    this.fields = fields;
    this.faults = fields.faults();
  }

  /** The request; of no use when faults were noted. */
  ChatRequest read() {
    String model = fields.text("model");
    faults.require(fields.get("model") != null, "model", null, "the model's id");
    ChatMessages spoken = new ChatMessages(fields, features);
    int messages = spoken.read();
    tools(spoken.texts());
    sampling();
    Integer maxTokens = positive("max_tokens");
    Integer maxCompletion = positive("max_completion_tokens");
    JsonNode simulation = fields.get("simulation");
    Settings settings =
        simulation == null ? Settings.NONE : fields.object("simulation", Settings::read);
    return new ChatRequest(
        Objects.requireNonNullElse(model, ""),
        spoken.texts(),
        messages,
        features,
        responseFormat(),
        fields.named("reasoning_effort", ReasoningEffort.class),
        maxCompletion != null ? maxCompletion : maxTokens,
        Objects.requireNonNullElse(fields.integer("min_tokens"), 0),
        Boolean.TRUE.equals(fields.bool("ignore_eos")),
        stop(),
        fields.whole("seed"),
        Boolean.TRUE.equals(fields.bool("stream")),
        includeUsage(),
        settings == null ? null : settings.outputTokens(),
        settings == null ? LatencyOverride.NONE : settings.latency(),
        Set.of());
  }

  private @Nullable Integer positive(String name) {
    Integer value = fields.integer(name);
    faults.atLeast(value, 1, name);
    return value;
  }

  /** Reads the tools, which are part of the prompt. */
  private void tools(List<String> texts) {
    JsonNode choice = fields.get("tool_choice");
    faults.require(
        choice == null || choice.isTextual() || choice.isObject(),
        "tool_choice",
        choice,
        "a string or an object");
    fields.bool("parallel_tool_calls");
    JsonNode tools = fields.get("tools");
    if (tools == null) {
      return;
    }
    boolean ok = tools.isArray() && tools.size() <= MOST_TOOLS;
    faults.require(ok, "tools", tools, "an array of at most " + MOST_TOOLS + " tools");
    for (int i = 0; ok && i < tools.size(); i++) {
      tool("tools[" + i + "]", tools.get(i));
    }
    if (ok && !tools.isEmpty()) {
      features.add(RequestFeature.TOOLS);
      texts.add(tools.toString());
    }
  }

  private void tool(String path, JsonNode tool) {
    if (!tool.isObject()) {
      faults.add(path, tool, "an object with a type");
    } else if (tool.path("type").asText("").equals("function")) {
      faults.require(
          tool.path("function").isObject(), path + ".function", tool.get("function"), "an object");
    }
  }

  /** They change nothing here, but a vendor refuses what is out of range. */
  private void sampling() {
    range("temperature", 0, 2);
    range("top_p", 0, 1);
    range("presence_penalty", -2, 2);
    range("frequency_penalty", -2, 2);
    Integer n = fields.integer("n");
    faults.require(n == null || n == 1, "n", n, "1");
    shape("user", JsonNode::isTextual, "a string");
    shape("metadata", JsonNode::isObject, "an object");
  }

  private void shape(String name, Predicate<JsonNode> right, String expected) {
    JsonNode value = fields.get(name);
    faults.require(value == null || right.test(value), name, value, expected);
  }

  private void range(String name, double least, double most) {
    double value = fields.number(name, least);
    faults.require(
        value >= least && value <= most, name, value, "a number from " + least + " to " + most);
  }

  private @Nullable String responseFormat() {
    JsonNode format = fields.get("response_format");
    if (format == null) {
      return null;
    }
    String type = format.path("type").asText("");
    faults.require(
        Set.of("text", "json_object", "json_schema").contains(type),
        "response_format.type",
        format.get("type"),
        "one of text, json_object, json_schema");
    return type.equals("text") ? null : type;
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

  private boolean includeUsage() {
    JsonNode options = fields.get("stream_options");
    if (options == null) {
      return false;
    }
    JsonNode include = options.path("include_usage");
    boolean ok = options.isObject() && (include.isMissingNode() || include.isBoolean());
    faults.require(ok, "stream_options", options, "an object such as {\"include_usage\": true}");
    return include.asBoolean();
  }

  /** The field {@code simulation}. */
  private record Settings(@Nullable Integer outputTokens, LatencyOverride latency) {
    static final Settings NONE = new Settings(null, LatencyOverride.NONE);

    static Settings read(Fields fields) {
      Integer outputTokens = fields.integer("output_tokens");
      fields.faults().atLeast(outputTokens, 1, "output_tokens");
      fields.get("fault"); // read on its own, the same in all vendors' bodies
      return new Settings(
          outputTokens,
          new LatencyOverride(
              seconds(fields, "ttft"), seconds(fields, "itl"), seconds(fields, "time_scale")));
    }

    private static @Nullable Double seconds(Fields fields, String name) {
      return fields.get(name) == null ? null : (Double) fields.number(name, 0);
    }
  }
}
