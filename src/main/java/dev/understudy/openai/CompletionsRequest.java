package dev.understudy.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Message;
import dev.understudy.content.OutputFormat;
import dev.understudy.content.Role;
import dev.understudy.content.Task;
import dev.understudy.content.ToolChoice;
import dev.understudy.json.Fields;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.Prompt;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.Controls;
import dev.understudy.wire.VendorRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/completions}, as far as it matters here. Several prompts are one
 * simulation: its answers are the prompts' answers, those of the first prompt first, and the
 * prompts share the context window. Fields that are known are checked; others are ignored and
 * named. Immutable.
 *
 * @param prompts what is to be gone on with; empty texts where only tokens are known
 * @param promptTokens tokens of prompts of which the text is not known
 * @param answers how many for each prompt
 * @param echo whether each answer begins with its prompt
 * @param suffix what is to come after the answer; may be empty
 * @param topLogprobs how many other tokens are told for each; null when none is asked for
 * @param streamOptions what streams have beside their tokens
 * @param sampling parameters of sampling that are not as usual
 * @param controls who is to answer, how long and how
 */
public record CompletionsRequest(
    List<String> prompts,
    int promptTokens,
    int answers,
    boolean echo,
    String suffix,
    @Nullable Integer topLogprobs,
    StreamOptions streamOptions,
    Sampling sampling,
    Controls controls)
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
  public void describe(SimulationRequest.Builder simulation, ModelDefinition asked) {
    sampling.refuse(asked, controls.effort());
    Sampling.refuseStop(asked, controls.stop());
    Sampling.refuseLogprobs(asked, controls.effort(), topLogprobs, "logprobs");
    simulation.idPrefix("cmpl-").prompt(prompt()).task(task()).choices(prompts.size() * answers);
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
        controls.settings().content());
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

  @Override
  public byte[] whole(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new CompletionFrames(this, plan, asked, createdSeconds).whole();
  }
}
