package dev.understudy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.LatencyOverride;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/chat/completions}, as far as it matters here. Fields that are known
 * are checked; others are ignored and named.
 *
 * @param model who is asked
 * @param texts what is said, message by message
 * @param messages how many messages
 * @param features what makes a model slower
 * @param jsonWanted whether {@code response_format} asks for JSON, {@code json_object}, or a schema
 * @param reasoningEffort as given
 * @param maxTokens {@code max_completion_tokens}, or else {@code max_tokens}
 * @param minTokens least length
 * @param ignoreEos whether to go on up to the limits
 * @param stop sequences that end the answer
 * @param seed for the same answer again
 * @param stream whether the answer is streamed
 * @param includeUsage whether the stream ends with a usage chunk
 * @param outputTokens {@code simulation.output_tokens}
 * @param latency timing of {@code simulation}
 * @param ignored names of fields without effect
 */
record ChatRequest(
    String model,
    List<String> texts,
    int messages,
    Set<RequestFeature> features,
    @Nullable String jsonWanted,
    @Nullable String reasoningEffort,
    @Nullable Integer maxTokens,
    int minTokens,
    boolean ignoreEos,
    List<String> stop,
    @Nullable Long seed,
    boolean stream,
    boolean includeUsage,
    @Nullable Integer outputTokens,
    LatencyOverride latency,
    Set<String> ignored) {

  private static final Set<String> ROLES =
      Set.of("system", "developer", "user", "assistant", "tool", "function");
  private static final int MOST_STOPS = 4;
  private static final int MOST_TOOLS = 128;

  /** Reads a body, or refuses it with all that is wrong. */
  static ChatRequest read(ObjectNode body) {
    Faults faults = new Faults();
    Fields fields = new Fields(body, faults);
    ChatRequest request = new Reader(fields).read();
    if (!faults.none()) {
      Fault first = faults.list().get(0);
      String all = String.join("; ", faults.list().stream().map(Fault::message).toList());
      throw new UnderstudyException(ErrorCode.INVALID_REQUEST, all, first.path());
    }
    Set<String> ignored = new TreeSet<>(fields.others());
    return request.withIgnored(ignored);
  }

  private ChatRequest withIgnored(Set<String> names) {
    return new ChatRequest(
        model,
        texts,
        messages,
        features,
        jsonWanted,
        reasoningEffort,
        maxTokens,
        minTokens,
        ignoreEos,
        stop,
        seed,
        stream,
        includeUsage,
        outputTokens,
        latency,
        names);
  }

  /** Reads field by field. */
  private static final class Reader {
    private final Fields fields;
    private final Faults faults;
    private final List<String> texts = new ArrayList<>();
    private final Set<RequestFeature> features = EnumSet.noneOf(RequestFeature.class);

    Reader(Fields fields) {
      this.fields = fields;
      this.faults = fields.faults();
    }

    ChatRequest read() {
      String model = fields.text("model");
      faults.require(fields.get("model") != null, "model", null, "the model's id");
      int messages = messages();
      tools();
      sampling();
      Integer maxTokens = positive("max_tokens");
      Integer maxCompletion = positive("max_completion_tokens");
      JsonNode simulation = fields.get("simulation");
      Settings settings =
          simulation == null ? Settings.NONE : fields.object("simulation", Settings::read);
      return new ChatRequest(
          Objects.requireNonNullElse(model, ""),
          texts,
          messages,
          features,
          responseFormat(),
          effort(),
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

    private int messages() {
      JsonNode messages = fields.get("messages");
      boolean some = messages != null && messages.isArray() && !messages.isEmpty();
      faults.require(some, "messages", messages, "an array of at least one message");
      if (!some || messages == null) {
        return 0;
      }
      for (int i = 0; i < messages.size(); i++) {
        message("messages[" + i + "]", messages.get(i));
      }
      return messages.size();
    }

    private void message(String path, JsonNode message) {
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
        for (int i = 0; i < content.size(); i++) {
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
      switch (part.path("type").asText("")) {
        case "text" -> {
          faults.require(
              part.path("text").isTextual(), path + ".text", part.get("text"), "a string");
          texts.add(part.path("text").asText());
        }
        case "refusal" -> texts.add(part.path("refusal").asText());
        case "image_url" -> features.add(RequestFeature.IMAGE);
        case "input_audio" -> features.add(RequestFeature.AUDIO);
        case "video_url" -> features.add(RequestFeature.VIDEO);
        case "file" -> {} // its text is not known
        default ->
            faults.add(
                path + ".type",
                part.get("type"),
                "one of text, image_url, input_audio, video_url, file, refusal");
      }
    }

    private void tools() {
      JsonNode tools = fields.get("tools");
      fields.get("tool_choice");
      fields.get("parallel_tool_calls");
      if (tools == null) {
        return;
      }
      boolean ok = tools.isArray() && tools.size() <= MOST_TOOLS;
      faults.require(ok, "tools", tools, "an array of at most " + MOST_TOOLS + " tools");
      if (ok && !tools.isEmpty()) {
        features.add(RequestFeature.TOOLS);
        texts.add(tools.toString());
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
      fields.text("user");
      fields.get("metadata");
    }

    private void range(String name, double least, double most) {
      double value = fields.number(name, least);
      faults.require(
          value >= least && value <= most, name, value, "a number from " + least + " to " + most);
    }

    private @Nullable String effort() {
      String effort = fields.text("reasoning_effort");
      if (effort == null) {
        return null;
      }
      boolean known =
          Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max")
              .contains(effort.toLowerCase(Locale.ROOT));
      faults.require(
          known, "reasoning_effort", effort, "one of none, minimal, low, medium, high, xhigh, max");
      return effort;
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
  }

  /** The field {@code simulation}. */
  private record Settings(@Nullable Integer outputTokens, LatencyOverride latency) {
    static final Settings NONE = new Settings(null, LatencyOverride.NONE);

    static Settings read(Fields fields) {
      Integer outputTokens = fields.integer("output_tokens");
      fields.faults().atLeast(outputTokens, 1, "output_tokens");
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
