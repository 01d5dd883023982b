package dev.understudy.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.content.Message;
import dev.understudy.content.OutputFormat;
import dev.understudy.content.Role;
import dev.understudy.content.Task;
import dev.understudy.content.Tool;
import dev.understudy.json.Fields;
import dev.understudy.model.Capability;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.wire.Controls;
import dev.understudy.wire.SimulationSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a request for a response field by field. Confined to one thread. */
final class ResponsesReader {

  private static final int LEAST_OUTPUT_TOKENS = 16;
  private static final int MOST_LOGPROBS = 20;
  private static final String LOGPROBS = "message.output_text.logprobs";
  private static final String ENCRYPTED = "reasoning.encrypted_content";
  private static final Set<String> SUMMARIES = Set.of("auto", "concise", "detailed");

  /** Fields of chat completions, and what they are called here. */
  private static final Map<String, String> MOVED =
      new TreeMap<>(
          Map.of(
              "messages", "input",
              "max_tokens", "max_output_tokens",
              "max_completion_tokens", "max_output_tokens",
              "response_format", "text.format",
              "reasoning_effort", "reasoning.effort"));

  private final Fields fields;
  private final Faults faults;
  private final FieldChecks checks;
  private final ResponseLog log;
  private final Map<RequestFeature, String> features = new EnumMap<>(RequestFeature.class);
  private final Map<Capability, String> capabilities = new EnumMap<>(Capability.class);
  private final Set<String> ignored = new TreeSet<>();

  /**
   * A reader.
   *
   * @param log where earlier responses are found
   */
  ResponsesReader(Fields fields, ResponseLog log) {
    this.fields = fields;
    this.faults = fields.faults();
    this.checks = new FieldChecks(fields);
    this.log = log;
  }

  /** The request; refuses a body with all that is wrong with it. */
  ResponsesRequest read(Map<String, Object> echo) {
    refuseMoved();
    String model = checks.model();
    ResponseItems items = new ResponseItems(fields, before(), log, features, ignored);
    Conversation conversation = items.read();
    SimulationSettings settings = SimulationSettings.of(fields);
    Task task = task(conversation, settings);
    Reasoning reasoning =
        Objects.requireNonNullElse(fields.object("reasoning", this::reasoning), Reasoning.NONE);
    Set<String> include = new HashSet<>(fields.texts("include"));
    boolean stream = checks.flag("stream");
    Integer topLogprobs = checks.within(0, MOST_LOGPROBS, "top_logprobs");
    checkTheRest();
    ResponsesRequest request =
        new ResponsesRequest(
            conversation,
            task,
            toolText(),
            reasoning.summary(),
            include.contains(ENCRYPTED),
            include.contains(LOGPROBS) ? Objects.requireNonNullElse(topLogprobs, 0) : null,
            checks.streamOptions(stream),
            !Boolean.FALSE.equals(fields.bool("store")),
            Sampling.ofResponse(fields),
            echo,
            log,
            controls(model, reasoning.effort(), stream, settings));
    ignored.addAll(fields.others());
    faults.refuseRequest();
    items.refuseUnpaired();
    return request;
  }

  private Controls controls(
      String model, @Nullable ReasoningEffort effort, boolean stream, SimulationSettings settings) {
    return new Controls(
        model,
        effort,
        checks.from(LEAST_OUTPUT_TOKENS, "max_output_tokens"),
        0,
        false,
        List.of(),
        fields.whole("seed"),
        stream,
        features,
        capabilities,
        settings,
        ignored);
  }

  private void refuseMoved() {
    MOVED.forEach(
        (name, here) -> {
          if (fields.get(name) != null) {
            throw Refusals.moved(name, here);
          }
        });
  }

  private Conversation before() {
    String id = fields.text("previous_response_id");
    if (id == null) {
      return Conversation.EMPTY;
    }
    ResponseLog.Stored previous = log.find(id);
    if (previous == null) {
      throw Refusals.previousResponse(id);
    }
    return previous.conversation();
  }

  private Task task(Conversation conversation, SimulationSettings settings) {
    List<Message> messages = new ArrayList<>();
    checks.shape("instructions", JsonNode::isTextual, "a string");
    JsonNode instructions = fields.get("instructions");
    if (instructions != null) {
      messages.add(Message.of(Role.SYSTEM, instructions.asText()));
    }
    messages.addAll(conversation.messages());
    ResponseTools reader = new ResponseTools(fields, ignored);
    List<Tool> tools = reader.tools();
    if (!tools.isEmpty()) {
      features.put(RequestFeature.TOOLS, "tools");
    }
    OutputFormat format = format();
    FormatReader.requireMention(format, messages, "input", faults);
    return new Task(
        messages,
        tools,
        reader.choice(tools),
        !Boolean.FALSE.equals(fields.bool("parallel_tool_calls")),
        format,
        settings.content());
  }

  private OutputFormat format() {
    checks.shape("text", JsonNode::isObject, "an object");
    JsonNode text = fields.get("text");
    if (text == null) {
      return OutputFormat.TEXT;
    }
    checks.oneOf("text.verbosity", text.get("verbosity"), Set.of("low", "medium", "high"));
    JsonNode format = text.get("format");
    return new FormatReader(faults, capabilities)
        .read(format == null || format.isNull() ? null : format, "text.format", "");
  }

  /** Tools and schemas are part of the prompt. */
  private String toolText() {
    JsonNode tools = fields.get("tools");
    JsonNode text = fields.get("text");
    JsonNode schema = text == null ? null : text.at("/format/schema");
    return (tools == null || tools.isEmpty() ? "" : tools.toString())
        + (schema == null || schema.isMissingNode() ? "" : schema.toString());
  }

  /** What is asked of thinking. */
  private record Reasoning(@Nullable ReasoningEffort effort, boolean summary) {
    static final Reasoning NONE = new Reasoning(null, false);
  }

  private Reasoning reasoning(Fields own) {
    ReasoningEffort effort = own.named("effort", ReasoningEffort.class);
    FieldChecks ownChecks = new FieldChecks(own);
    ownChecks.oneOf("summary", SUMMARIES);
    ownChecks.oneOf("generate_summary", SUMMARIES);
    boolean summary = own.get("summary") != null || own.get("generate_summary") != null;
    if (ReasoningEffort.asks(effort)) {
      capabilities.put(Capability.REASONING, "reasoning.effort");
    } else if (summary) {
      capabilities.put(Capability.REASONING, "reasoning.summary");
    }
    own.others().forEach(name -> ignored.add("reasoning." + name));
    return new Reasoning(effort, summary);
  }

  /** What changes nothing here, but has a form; and what would change much, but is not played. */
  private void checkTheRest() {
    checks.userAndMetadata();
    checks.oneOf("truncation", Set.of("auto", "disabled"));
    checks.from(1, "max_tool_calls");
    notPlayed("conversation", "previous_response_id, or all of it in input");
    notPlayed("prompt", "the prompt itself in input: templates are not stored here");
    faults.require(
        !checks.flag("background"), "background", true, "false: no response is played unheard");
  }

  private void notPlayed(String name, String instead) {
    JsonNode value = fields.get(name);
    faults.require(value == null, name, value, instead, ErrorCode.UNSUPPORTED_PARAMETER);
  }
}
