package dev.understudy.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.content.Message;
import dev.understudy.content.Role;
import dev.understudy.content.Segment;
import dev.understudy.content.Task;
import dev.understudy.content.ToolCall;
import dev.understudy.json.Fields;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.Faults;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.PlannedAnswer;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.Controls;
import dev.understudy.wire.ConversationPrompt;
import dev.understudy.wire.MediaTokens;
import dev.understudy.wire.VendorRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/responses}, as far as it matters here. Fields that are known are
 * checked; others are ignored and named. Immutable.
 *
 * @param conversation what was said up to the answer, without instructions
 * @param task what is asked, and in which form it is to be answered
 * @param toolText what the tools and the schema add to the prompt
 * @param summary whether what is thought is told as a summary
 * @param encrypted whether what is thought is told in a form that only the vendor can read
 * @param topLogprobs how many other tokens are told for each; null when none is asked for
 * @param streamOptions what streams have beside their tokens
 * @param store whether the response is kept
 * @param sampling parameters of sampling that are not as usual
 * @param echo what the response says again of the request
 * @param log keeps responses
 * @param controls who is to answer, how long and how
 */
public record ResponsesRequest(
    Conversation conversation,
    Task task,
    String toolText,
    boolean summary,
    boolean encrypted,
    @Nullable Integer topLogprobs,
    StreamOptions streamOptions,
    boolean store,
    Sampling sampling,
    Map<String, Object> echo,
    ResponseLog log,
    Controls controls)
    implements VendorRequest {

  /**
   * Reads a body, or refuses it with all that is wrong.
   *
   * @param log where earlier responses are found, and this one is kept
   */
  public static ResponsesRequest read(ObjectNode body, ResponseLog log) {
    return new ResponsesReader(new Fields(body, new Faults()), log).read(ResponseEcho.of(body));
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.RESPONSES;
  }

  @Override
  public void describe(SimulationRequest.Builder simulation, ModelDefinition asked) {
    sampling.refuse(asked, controls.effort());
    Sampling.refuseLogprobs(asked, controls.effort(), topLogprobs, "top_logprobs");
    int mediaTokens = MediaTokens.of(asked, conversation.media());
    simulation
        .idPrefix(OutputItem.RESPONSE_PREFIX)
        .prompt(ConversationPrompt.of(task.messages(), toolText, mediaTokens))
        .task(task)
        .showReasoning(showsReasoning(asked));
  }

  /** As a summary where one is asked for; else as with chat completions. */
  private boolean showsReasoning(ModelDefinition asked) {
    Boolean set = controls.settings().reasoning();
    return set == null ? summary || Boolean.TRUE.equals(asked.openWeights()) : set;
  }

  /** The words of OpenAI's API for a prompt that is too long. */
  @Override
  public UnderstudyException worded(UnderstudyException failure) {
    return failure.code() == ErrorCode.CONTEXT_LENGTH_EXCEEDED
        ? new UnderstudyException(
            failure.code(),
            "Your input exceeds the context window of this model. Please adjust your input and try again. ("
                + failure.message()
                + ")",
            "input")
        : failure;
  }

  @Override
  public AnswerFrames frames(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new ResponseFrames(this, plan, new ResponseBody(this, plan, asked.id(), createdSeconds));
  }

  @Override
  public byte[] whole(SimulationPlan plan, ModelDefinition asked, long createdSeconds) {
    return new ResponseBody(this, plan, asked.id(), createdSeconds).ended();
  }

  @Override
  public void completed(PlannedAnswer answer) {
    keep(answer.plan(), answer.body());
  }

  /** Keeps the response, now that it is complete, unless it is not to be kept. */
  void keep(SimulationPlan plan, byte[] body) {
    if (store) {
      List<ToolCall> calls = new ArrayList<>();
      for (Segment call : plan.answer().toolCalls()) {
        calls.add(new ToolCall(ChatBody.callId(call), call.name(), call.text().text()));
      }
      Message answer = new Message(Role.ASSISTANT, plan.answer().text(), calls, null);
      Map<String, List<Message>> items = new HashMap<>();
      OutputItem.of(plan, summary).forEach(item -> items.put(item.id(), item.messages()));
      log.keep(plan.id(), conversation.with(answer), items, body);
    }
  }
}
