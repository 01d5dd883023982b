package dev.understudy.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.json.Fields;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Fault;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.LatencyOverride;
import java.util.List;
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
    @Nullable ReasoningEffort reasoningEffort,
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

  /** Reads a body, or refuses it with all that is wrong. */
  static ChatRequest read(ObjectNode body) {
    Faults faults = new Faults();
    Fields fields = new Fields(body, faults);
    ChatRequest request = new ChatReader(fields).read();
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
}
