package dev.understudy.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Task;
import dev.understudy.json.Fields;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.ConversationPrompt;
import dev.understudy.wire.MediaTokens;
import dev.understudy.wire.Medium;
import dev.understudy.wire.SimulationSettings;
import dev.understudy.wire.VendorRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/chat/completions}, as far as it matters here. Fields that are known
 * are checked; others are ignored and named. Immutable.
 *
 * @param model who is asked
 * @param task what is asked, and in which form it is to be answered
 * @param media images, sound and files in it
 * @param toolText what the tools and the schema add to the prompt
 * @param features what makes a model slower, by parameter
 * @param capabilities what the model must be able to do beside that, by parameter
 * @param effort {@code reasoning_effort}
 * @param maxTokens {@code max_completion_tokens}, or else {@code max_tokens}
 * @param minTokens least length
 * @param ignoreEos whether to go on up to the limits
 * @param stop sequences that end the answer
 * @param seed for the same answer again
 * @param choices how many answers
 * @param topLogprobs how many other tokens are told for each; null when none is asked for
 * @param stream whether the answer is streamed
 * @param streamOptions what streams have beside their tokens
 * @param sampling parameters of sampling that are not as usual
 * @param settings the field {@code simulation}
 * @param ignored names of fields without effect
 */
public record ChatRequest(
    String model,
    Task task,
    List<Medium> media,
    String toolText,
    Map<RequestFeature, String> features,
    Map<Capability, String> capabilities,
    @Nullable ReasoningEffort effort,
    @Nullable Integer maxTokens,
    int minTokens,
    boolean ignoreEos,
    List<String> stop,
    @Nullable Long seed,
    int choices,
    @Nullable Integer topLogprobs,
    boolean stream,
    StreamOptions streamOptions,
    Sampling sampling,
    SimulationSettings settings,
    Set<String> ignored)
    implements VendorRequest {

  /** Reads a body, or refuses it with all that is wrong. */
  public static ChatRequest read(ObjectNode body) {
    Faults faults = new Faults();
    ChatRequest request = new ChatReader(new Fields(body, faults)).read();
    faults.refuseRequest();
    return request;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.CHAT;
  }

  @Override
  public void describe(SimulationRequest.Builder simulation, ModelDefinition asked) {
    sampling.refuse(asked, this);
    simulation
        .prompt(ConversationPrompt.of(task.messages(), toolText, MediaTokens.of(asked, media)))
        .task(task)
        .choices(choices)
        .showReasoning(showsReasoning(asked))
        .maxTokens(maxTokens)
        .minTokens(minTokens)
        .ignoreEos(ignoreEos)
        .stop(stop);
  }

  /** Vendors of closed models mostly keep to themselves what is thought. */
  private boolean showsReasoning(ModelDefinition asked) {
    Boolean set = settings.reasoning();
    return set == null ? Boolean.TRUE.equals(asked.openWeights()) : set;
  }

  @Override
  public AnswerFrames frames(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new ChatFrames(this, plan, asked.id(), createdSeconds);
  }
}
