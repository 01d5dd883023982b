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
import dev.understudy.wire.Controls;
import dev.understudy.wire.SimulationSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a chat request field by field. Confined to one thread. */
final class ChatReader {

  private static final int MOST_LOGPROBS = 20;

  private final Fields fields;
  private final Faults faults;
  private final FieldChecks checks;
  private final Map<RequestFeature, String> features = new EnumMap<>(RequestFeature.class);
  private final Map<Capability, String> capabilities = new EnumMap<>(Capability.class);
  private final Set<String> ignored = new TreeSet<>();

  ChatReader(Fields fields) {
    this.fields = fields;
    this.faults = fields.faults();
    this.checks = new FieldChecks(fields);
  }

  /** The request; of no use when faults were noted. */
  ChatRequest read() {
    String model = checks.model();
    ChatMessages spoken = new ChatMessages(fields, features);
    List<Message> messages = spoken.read();
    SimulationSettings settings = SimulationSettings.of(fields);
    Task task = task(messages, settings);
    Sampling sampling = Sampling.read(fields);
    Integer maxTokens = checks.from(1, "max_tokens");
    Integer maxCompletion = checks.from(1, "max_completion_tokens");
    faults.require(
        maxTokens == null || maxCompletion == null,
        "max_tokens",
        maxTokens,
        "one of max_tokens and max_completion_tokens",
        ErrorCode.INVALID_PARAMETER_COMBINATION);
    ReasoningEffort effort = fields.named("reasoning_effort", ReasoningEffort.class);
    if (ReasoningEffort.asks(effort)) {
      capabilities.put(Capability.REASONING, "reasoning_effort");
    }
    boolean stream = checks.flag("stream");
    checkTheRest();
    return new ChatRequest(
        task,
        spoken.media(),
        toolText(),
        choices(),
        logprobs(),
        checks.streamOptions(stream),
        sampling,
        new Controls(
            model,
            effort,
            maxCompletion != null ? maxCompletion : maxTokens,
            Objects.requireNonNullElse(checks.from(0, "min_tokens"), 0),
            checks.flag("ignore_eos"),
            checks.stop(),
            fields.whole("seed"),
            stream,
            features,
            capabilities,
            settings,
            ignored()));
  }

  /** To be asked when all else was read. */
  private Set<String> ignored() {
    ignored.addAll(fields.others());
    return ignored;
  }

  private Task task(List<Message> messages, SimulationSettings settings) {
    ChatTools reader = new ChatTools(fields, ignored);
    List<Tool> tools = reader.tools();
    if (!tools.isEmpty()) {
      features.put(RequestFeature.TOOLS, "tools");
    }
    Boolean parallel = fields.bool("parallel_tool_calls");
    faults.require(
        parallel == null || fields.get("tools") != null,
        "parallel_tool_calls",
        parallel,
        "tools, without which nothing can be called");
    OutputFormat format =
        new FormatReader(faults, capabilities)
            .read(fields.get("response_format"), "response_format", "json_schema");
    FormatReader.requireMention(format, messages, "messages", faults);
    return new Task(
        messages,
        tools,
        reader.choice(tools),
        !Boolean.FALSE.equals(parallel),
        format,
        settings.content());
  }

  /** Tools and schemas are part of the prompt. */
  private String toolText() {
    JsonNode tools = fields.get("tools");
    JsonNode format = fields.get("response_format");
    String text = tools == null ? "" : tools.toString();
    return format != null && format.has("json_schema") ? text + format : text;
  }

  private int choices() {
    Integer n = checks.within(1, SimulationRequest.MOST_CHOICES, "n");
    return n == null || n < 1 ? 1 : n;
  }

  private @Nullable Integer logprobs() {
    boolean asked = checks.flag("logprobs");
    Integer top = checks.within(0, MOST_LOGPROBS, "top_logprobs");
    faults.require(
        top == null || asked, "top_logprobs", top, "logprobs set to true, or none of the two");
    return asked ? Integer.valueOf(top == null ? 0 : top) : null;
  }

  /** What changes nothing here, but has a form. */
  private void checkTheRest() {
    checks.userAndMetadata();
    checks.shape("store", JsonNode::isBoolean, "true or false");
    checks.shape("prediction", JsonNode::isObject, "an object");
    checks.oneOf("verbosity", Set.of("low", "medium", "high"));
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
}
