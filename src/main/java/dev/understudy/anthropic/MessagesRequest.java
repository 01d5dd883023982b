package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Task;
import dev.understudy.content.ToolChoice;
import dev.understudy.json.Fields;
import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.UnderstudyException;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/messages}, as far as it matters here. Fields that are known are
 * checked; others are ignored and named. Immutable.
 *
 * @param model who is asked
 * @param task what is asked, and in which form it is to be answered
 * @param media images and documents in it
 * @param toolText what tools and schema add to the prompt
 * @param features what makes a model slower, by parameter
 * @param capabilities what the model must be able to do beside that, by parameter
 * @param thinking whether and how long the model is to think
 * @param maxTokens {@code max_tokens}; null where tokens are only counted
 * @param minTokens least length
 * @param ignoreEos whether to go on up to the limits
 * @param stop sequences that end the answer
 * @param seed for the same answer again
 * @param stream whether the answer is streamed
 * @param settings the field {@code simulation}
 * @param ignored names of fields without effect
 */
public record MessagesRequest(
    String model,
    Task task,
    List<Medium> media,
    String toolText,
    Map<RequestFeature, String> features,
    Map<Capability, String> capabilities,
    Thinking thinking,
    @Nullable Integer maxTokens,
    int minTokens,
    boolean ignoreEos,
    List<String> stop,
    @Nullable Long seed,
    boolean stream,
    SimulationSettings settings,
    Set<String> ignored)
    implements VendorRequest {

  /**
   * Of the instructions that Anthropic adds where tools are given: as free to call, or as bound to
   * (Anthropic: Pricing, Tool use; those of Claude 4).
   */
  private static final int TOKENS_OF_TOOL_USE = 346;

  private static final int TOKENS_OF_BOUND_TOOL_USE = 313;

  /** Reads a body that is to be answered, or refuses it with all that is wrong. */
  public static MessagesRequest read(ObjectNode body) {
    return read(body, false);
  }

  /** Reads a body of {@code POST /v1/messages/count_tokens}, which needs no limit. */
  public static MessagesRequest readToCount(ObjectNode body) {
    return read(body, true);
  }

  private static MessagesRequest read(ObjectNode body, boolean counting) {
    Faults faults = new Faults();
    MessagesRequest request = new MessagesReader(new Fields(body, faults), counting).read();
    Refusals.throwIfAny(faults);
    return request;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.MESSAGES;
  }

  @Override
  public @Nullable ReasoningEffort effort() {
    return thinking.effort();
  }

  @Override
  public void describe(SimulationRequest.Builder simulation, ModelDefinition asked) {
    Refusals.refuseTooLong(maxTokens, asked);
    long otherTokens = (long) toolUse(asked) + MediaTokens.of(asked, media);
    simulation
        .idPrefix("msg_")
        .prompt(ConversationPrompt.of(task.messages(), toolText, otherTokens))
        .task(task)
        .effort(thinking.effortOf(LatencyPreset.playedFor(asked).thinkingTokens()))
        .showReasoning(Objects.requireNonNullElse(settings.reasoning(), thinking.isOn()))
        .thinkingBudget(thinking.budgetTokens())
        .maxTokens(maxTokens)
        .fillsMaxTokens(false) // every client must send it, and few mean a length
        .minTokens(minTokens)
        .ignoreEos(ignoreEos)
        .stop(stop);
  }

  private int toolUse(ModelDefinition asked) {
    if (task.tools().isEmpty() || !"anthropic".equals(asked.provider())) {
      return 0;
    }
    boolean bound = task.toolChoice().mode() == ToolChoice.Mode.REQUIRED;
    return bound ? TOKENS_OF_BOUND_TOOL_USE : TOKENS_OF_TOOL_USE;
  }

  @Override
  public AnswerFrames frames(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new MessageFrames(this, plan, asked.id());
  }

  @Override
  public UnderstudyException worded(UnderstudyException failure) {
    return Refusals.worded(failure);
  }
}
