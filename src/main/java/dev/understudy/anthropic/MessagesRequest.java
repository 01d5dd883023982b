package dev.understudy.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Task;
import dev.understudy.content.ToolChoice;
import dev.understudy.json.Fields;
import dev.understudy.model.Endpoint;
import dev.understudy.model.Faults;
import dev.understudy.model.LatencyPreset;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.Controls;
import dev.understudy.wire.ConversationPrompt;
import dev.understudy.wire.MediaTokens;
import dev.understudy.wire.Medium;
import dev.understudy.wire.VendorRequest;
import java.util.List;
import java.util.Objects;

/**
 * The body of {@code POST /v1/messages}, as far as it matters here. Fields that are known are
 * checked; others are ignored and named. Immutable.
 *
 * @param task what is asked, and in which form it is to be answered
 * @param media images and documents in it
 * @param toolText what tools and schema add to the prompt
 * @param thinking whether and how long the model is to think
 * @param controls who is to answer, how long and how
 */
public record MessagesRequest(
    Task task, List<Medium> media, String toolText, Thinking thinking, Controls controls)
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
  public void describe(SimulationRequest.Builder simulation, ModelDefinition asked) {
    Refusals.refuseTooLong(controls.maxTokens(), asked);
    long otherTokens = (long) toolUse(asked) + MediaTokens.of(asked, media);
    simulation
        .idPrefix("msg_")
        .prompt(ConversationPrompt.of(task.messages(), toolText, otherTokens))
        .task(task)
        .effort(thinking.effortOf(LatencyPreset.playedFor(asked).thinkingTokens()))
        .showReasoning(Objects.requireNonNullElse(controls.settings().reasoning(), thinking.isOn()))
        .thinkingBudget(thinking.budgetTokens())
        .fillsMaxTokens(false); // every client must send it, and few mean a length
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
  public byte[] whole(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new MessageBody(this, plan, asked.id()).whole();
  }

  @Override
  public UnderstudyException worded(UnderstudyException failure) {
    return Refusals.worded(failure);
  }
}
