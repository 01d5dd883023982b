package dev.understudy.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Message;
import dev.understudy.content.OutputFormat;
import dev.understudy.content.Role;
import dev.understudy.content.Task;
import dev.understudy.content.ToolChoice;
import dev.understudy.json.Fields;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.Prompt;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.SimulationSettings;
import dev.understudy.wire.VendorRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/completions}, as far as it matters here. Several prompts are one
 * simulation: its answers are the prompts' answers, those of the first prompt first, and the
 * prompts share the context window. Fields that are known are checked; others are ignored and
 * named. Immutable.
 *
 * @param model who is asked
 * @param prompts what is to be gone on with; empty texts where only tokens are known
 * @param promptTokens tokens of prompts of which the text is not known
 * @param answers how many for each prompt
 * @param echo whether each answer begins with its prompt
 * @param suffix what is to come after the answer; may be empty
 * @param maxTokens length; null where something else decides it
 * @param minTokens least length
 * @param ignoreEos whether to go on up to the limits
 * @param stop sequences that end the answer
 * @param seed for the same answer again
 * @param topLogprobs how many other tokens are told for each; null when none is asked for
 * @param stream whether the answer is streamed
 * @param streamOptions what streams have beside their tokens
 * @param sampling parameters of sampling that are not as usual
 * @param settings the field {@code simulation}
 * @param ignored names of fields without effect
 */
public record CompletionsRequest(
    String model,
    List<String> prompts,
    int promptTokens,
    int answers,
    boolean echo,
    String suffix,
    @Nullable Integer maxTokens,
    int minTokens,
    boolean ignoreEos,
    List<String> stop,
    @Nullable Long seed,
    @Nullable Integer topLogprobs,
    boolean stream,
    StreamOptions streamOptions,
    Sampling sampling,
    SimulationSettings settings,
    Set<String> ignored)
    implements VendorRequest {

  /** Reads a body, or refuses it with all that is wrong. */
  public static CompletionsRequest read(ObjectNode body) {
    Faults faults = new Faults();
    CompletionsRequest request = new CompletionsReader(new Fields(body, faults)).read();
    faults.refuseRequest();
    return request;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.COMPLETIONS;
  }

  @Override
  public @Nullable ReasoningEffort effort() {
    return null;
  }

  @Override
  public Map<RequestFeature, String> features() {
    return Map.of();
  }

  @Override
  public Map<Capability, String> capabilities() {
    return Map.of();
  }

  @Override
  public void describe(SimulationRequest.Builder simulation, ModelDefinition asked) {
    sampling.refuse(asked, effort());
    Sampling.refuseStop(asked, stop);
    Sampling.refuseLogprobs(asked, effort(), topLogprobs, "logprobs");
    simulation
        .idPrefix("cmpl-")
        .prompt(prompt())
        .task(task())
        .choices(prompts.size() * answers)
        .maxTokens(maxTokens)
        .minTokens(minTokens)
        .ignoreEos(ignoreEos)
        .stop(stop);
  }

  private Prompt prompt() {
    List<String> texts = new ArrayList<>(prompts);
    texts.add(suffix);
    return new Prompt(texts, promptTokens);
  }

  private Task task() {
    return new Task(
        prompts.stream().map(prompt -> Message.of(Role.USER, prompt)).toList(),
        List.of(),
        ToolChoice.AUTO,
        true,
        OutputFormat.TEXT,
        settings.content());
  }

  /** The tokens of prompts are told of one by one. */
  @Override
  public boolean framesTakeLong() {
    return echo && topLogprobs != null;
  }

  /** What an answer begins with; empty unless that is asked for. */
  String echoed(int choice) {
    return echo ? prompts.get(choice / answers) : "";
  }

  @Override
  public UnderstudyException worded(UnderstudyException failure) {
    return failure.code() == ErrorCode.CONTEXT_LENGTH_EXCEEDED
        ? new UnderstudyException(
            failure.code(), failure.message().replace("messages", "prompt"), "prompt")
        : failure;
  }

  @Override
  public AnswerFrames frames(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new CompletionFrames(this, plan, asked, createdSeconds);
  }
}
