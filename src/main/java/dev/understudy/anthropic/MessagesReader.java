package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.understudy.content.Message;
import dev.understudy.content.OutputFormat;
import dev.understudy.content.Task;
import dev.understudy.content.Tool;
import dev.understudy.content.ToolChoice;
import dev.understudy.json.Fields;
import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.wire.Controls;
import dev.understudy.wire.Medium;
import dev.understudy.wire.SimulationSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a request of the Messages API field by field. Confined to one thread. */
final class MessagesReader {

  /** More than any client sends; each one is looked for in the answer. */
  private static final int MOST_STOPS = 1_000;

  private static final int LONGEST_USER_ID = 256;
  private static final BigDecimal LEAST_TOP_P_THINKING = new BigDecimal("0.95");
  private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

  private final Fields fields;
  private final Faults faults;
  private final boolean counting;
  private final Shapes shapes;
  private final Map<RequestFeature, String> features = new EnumMap<>(RequestFeature.class);
  private final Map<Capability, String> capabilities = new EnumMap<>(Capability.class);
  private final Set<String> ignored = new TreeSet<>();

  /**
   * A reader.
   *
   * @param counting whether only the prompt's tokens are to be counted
   */
  MessagesReader(Fields fields, boolean counting) {
    this.fields = fields;
    this.faults = fields.faults();
    this.counting = counting;
    this.shapes = new Shapes(faults);
  }

  /** The request; of no use when faults were noted. */
  MessagesRequest read() {
    String model = fields.text("model");
    faults.require(fields.get("model") != null, "model", null, "the model's id");
    List<Medium> media = new ArrayList<>();
    ContentBlocks blocks = new ContentBlocks(faults, shapes, features, media);
    SimulationSettings settings = SimulationSettings.of(fields);
    List<Message> messages =
        new Turns(faults, shapes, blocks).read(node("system"), node("messages"));
    OutputFormat format = format();
    Thinking thinking = Thinking.read(fields, shapes, effort());
    Task task = task(messages, format, settings);
    Integer maxTokens = maxTokens(thinking);
    sampling(thinking, task.toolChoice());
    List<String> stop = stop();
    checkTheRest();
    return new MessagesRequest(
        task,
        media,
        toolText(format),
        thinking,
        new Controls(
            Objects.requireNonNullElse(model, ""),
            thinking.effort(),
            maxTokens,
            Objects.requireNonNullElse(from(0, "min_tokens"), 0),
            Boolean.TRUE.equals(fields.bool("ignore_eos")),
            stop,
            fields.whole("seed"),
            Boolean.TRUE.equals(fields.bool("stream")),
            features,
            capabilities,
            settings,
            ignored()));
  }

  private JsonNode node(String name) {
    return Objects.requireNonNullElse(fields.get(name), MissingNode.getInstance());
  }

  private Task task(List<Message> messages, OutputFormat format, SimulationSettings settings) {
    MessagesTools reader = new MessagesTools(fields, shapes, ignored);
    List<Tool> tools = reader.tools();
    if (!tools.isEmpty()) {
      features.put(RequestFeature.TOOLS, "tools");
    }
    return new Task(
        messages, tools, reader.choice(), reader.parallel(), format, settings.content());
  }

  /** Tools and schemas are part of the prompt. */
  private String toolText(OutputFormat format) {
    JsonNode schema = format.schema();
    return (schema == null ? "" : schema.toString()) + node("tools");
  }

  private JsonNode outputConfig() {
    JsonNode config = fields.get("output_config");
    return config != null && shapes.isObject("output_config", config)
        ? config
        : MissingNode.getInstance();
  }

  private @Nullable ReasoningEffort effort() {
    JsonNode config = fields.get("output_config");
    if (config == null || Shapes.lacks(config, "effort")) {
      return null;
    }
    String name = shapes.oneOf("output_config", config, "effort", EFFORTS);
    return name.isEmpty() ? null : ReasoningEffort.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The form of the answer; its older place is that of the beta. */
  private OutputFormat format() {
    JsonNode config = outputConfig();
    boolean older = Shapes.lacks(config, "format");
    JsonNode format = older ? node("output_format") : config.get("format");
    String path = older ? "output_format" : "output_config.format";
    if (format.isMissingNode() || !shapes.isObject(path, format)) {
      return OutputFormat.TEXT;
    }
    shapes.oneOf(path, format, "type", Set.of("json_schema"));
    capabilities.put(Capability.STRUCTURED_OUTPUTS, path);
    return shapes.isObject(path + ".schema", format.get("schema"))
        ? OutputFormat.of(format.get("schema"), path + ".schema")
        : OutputFormat.TEXT;
  }

  private @Nullable Integer from(int least, String name) {
    Integer value = fields.integer(name);
    faults.atLeast(value, least, name);
    return value;
  }

  private @Nullable Integer maxTokens(Thinking thinking) {
    Integer maxTokens = from(1, "max_tokens");
    faults.require(
        counting || fields.get("max_tokens") != null,
        "max_tokens",
        null,
        "the most tokens that the answer may have");
    Integer budget = thinking.budgetTokens();
    faults.require(
        budget == null || maxTokens == null || budget < maxTokens,
        "thinking.budget_tokens",
        budget,
        "less than max_tokens, " + maxTokens);
    if (thinking.isOn()) {
      capabilities.put(Capability.REASONING, "thinking");
    }
    return maxTokens;
  }

  /** What the vendor does not take together with thinking is refused as it does. */
  private void sampling(Thinking thinking, ToolChoice choice) {
    BigDecimal temperature = fraction("temperature", Capability.SUPPORTS_TEMPERATURE);
    BigDecimal topP = fraction("top_p", Capability.SUPPORTS_TOP_P);
    Integer topK = from(0, "top_k");
    if (!thinking.isOn()) {
      return;
    }
    faults.require(
        temperature == null || temperature.compareTo(BigDecimal.ONE) == 0,
        "temperature",
        temperature,
        "1 where thinking is on");
    faults.require(
        topP == null || topP.compareTo(LEAST_TOP_P_THINKING) >= 0,
        "top_p",
        topP,
        "at least 0.95 where thinking is on");
    faults.require(topK == null, "top_k", topK, "no such field where thinking is on");
    faults.require(
        choice.mode() != ToolChoice.Mode.REQUIRED,
        "tool_choice.type",
        node("tool_choice").path("type"),
        "auto or none where thinking is on");
  }

  private @Nullable BigDecimal fraction(String name, Capability needed) {
    BigDecimal value = fields.decimal(name);
    boolean ok = value == null || (value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0);
    faults.require(ok, name, value, "a number from 0 to 1");
    if (value != null && value.compareTo(BigDecimal.ONE) != 0) {
      capabilities.put(needed, name);
    }
    return value;
  }

  private List<String> stop() {
    List<String> sequences =
        fields.list(
            "stop_sequences",
            (path, value) -> {
              boolean ok = value.isTextual() && !value.textValue().isBlank();
              faults.require(ok, path, value, "a string that is not blank");
              return value.asText();
            });
    faults.require(
        sequences.size() <= MOST_STOPS,
        "stop_sequences",
        sequences.size() + " sequences",
        "at most " + MOST_STOPS);
    if (!sequences.isEmpty()) {
      capabilities.put(Capability.SUPPORTS_STOP, "stop_sequences");
    }
    return sequences;
  }

  /** What changes nothing here, but has a form. */
  private void checkTheRest() {
    JsonNode metadata = fields.get("metadata");
    if (metadata != null && shapes.isObject("metadata", metadata)) {
      String user = shapes.optionalText("metadata", metadata, "user_id");
      faults.require(
          user.length() <= LONGEST_USER_ID,
          "metadata.user_id",
          user.length() + " characters",
          "at most " + LONGEST_USER_ID,
          ErrorCode.STRING_ABOVE_MAX_LENGTH);
    }
    JsonNode tier = fields.get("service_tier");
    faults.require(
        tier == null || Set.of("auto", "standard_only").contains(tier.asText()),
        "service_tier",
        tier,
        "auto or standard_only");
    shapes.cacheMark("cache_control", fields.get("cache_control"));
  }

  private Set<String> ignored() {
    Set<String> all = new TreeSet<>(ignored);
    all.addAll(fields.others());
    return all;
  }
}
