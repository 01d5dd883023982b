package dev.understudy.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Task;
import dev.understudy.json.Fields;
import dev.understudy.model.Endpoint;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.Controls;
import dev.understudy.wire.ConversationPrompt;
import dev.understudy.wire.MediaTokens;
import dev.understudy.wire.Medium;
import dev.understudy.wire.VendorRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/chat/completions}, as far as it matters here. Fields that are known
 * are checked; others are ignored and named. Immutable.
 *
 * @param task what is asked, and in which form it is to be answered
 * @param media images, sound and files in it
 * @param toolText what the tools and the schema add to the prompt
 * @param choices how many answers
 * @param topLogprobs how many other tokens are told for each; null when none is asked for
 * @param streamOptions what streams have beside their tokens
 * @param sampling parameters of sampling that are not as usual
 * @param controls who is to answer, how long and how
 */
public record ChatRequest(
    Task task,
    List<Medium> media,
    String toolText,
    int choices,
    @Nullable Integer topLogprobs,
    StreamOptions streamOptions,
    Sampling sampling,
    Controls controls)
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
        .showReasoning(showsReasoning(asked));
  }

  /** Vendors of closed models mostly keep to themselves what is thought. */
  private boolean showsReasoning(ModelDefinition asked) {
    Boolean set = controls.settings().reasoning();
    return set == null ? Boolean.TRUE.equals(asked.openWeights()) : set;
  }

  @Override
  public AnswerFrames frames(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new ChatFrames(this, plan, asked.id(), createdSeconds);
  }

  @Override
  public byte[] whole(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new ChatBody(this, plan, asked.id(), createdSeconds).whole();
  }
}
