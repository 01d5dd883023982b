package dev.understudy.openai;

import static dev.understudy.simulation.HandMadePlans.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.FinishReason;
import dev.understudy.simulation.HandMadePlans;
import dev.understudy.simulation.PlanDetails;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chat completions as OpenAI documents them, of answers that are written by hand. */
class ChatFramesTest {

  private static final String NONE = "null";

  private static final ModelDefinition MODEL = ModelDefinition.builder("m").build();
  private static final long CREATED = 1_694_268_190;

  private static ChatRequest request(String more) {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}";
    return ChatRequest.read(Json.parseObject(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String stream(String more, SimulationPlan plan) {
    FrameBytes out = new FrameBytes(1);
    request(",\"stream\":true" + more)
        .frames(plan, MODEL, CREATED)
        .append(out, 0, plan.tokens(), true);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static String whole(String more, SimulationPlan plan) {
    return new String(request(more).whole(plan, MODEL, CREATED), StandardCharsets.UTF_8);
  }

  private static SimulationPlan plan(Answer... choices) {
    return HandMadePlans.of("chatcmpl-1", PlanDetails.NONE, choices);
  }

  private static String head(String object) {
    return "{\"id\":\"chatcmpl-1\",\"object\":\"%s\",\"created\":1694268190,\"model\":\"m\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_0000006d\""
        .formatted(object);
  }

  private static String chunk(int index, String delta, String finish) {
    return "data: %s,\"choices\":[{\"index\":%d,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}]}\n\n"
        .formatted(head("chat.completion.chunk"), index, delta, finish);
  }

  private static final Answer CALLS =
      new Answer(
          List.of(
              new Segment(Segment.Kind.TOOL_CALL, tokens("{\"", "a\":1}"), "one", "A1"),
              new Segment(Segment.Kind.TOOL_CALL, tokens("{}"), "two", "B2")),
          FinishReason.TOOL_CALLS);

  @Test
  void calls_areStreamedPieceByPiece() {
    assertThat(stream("", plan(CALLS)))
        .isEqualTo(
            chunk(0, "{\"role\":\"assistant\",\"content\":null}", NONE)
                + chunk(
                    0,
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"call_A1\",\"type\":\"function\",\"function\":{\"name\":\"one\",\"arguments\":\"\"}}]}",
                    NONE)
                + chunk(
                    0,
                    "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"\"}}]}",
                    NONE)
                + chunk(
                    0,
                    "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"a\\\":1}\"}}]}",
                    NONE)
                + chunk(
                    0,
                    "{\"tool_calls\":[{\"index\":1,\"id\":\"call_B2\",\"type\":\"function\",\"function\":{\"name\":\"two\",\"arguments\":\"\"}}]}",
                    NONE)
                + chunk(
                    0, "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}", NONE)
                + chunk(0, "{}", "\"tool_calls\"")
                + "data: [DONE]\n\n");
  }

  @Test
  void calls_areWholeInAPlainAnswer() {
    assertThat(whole("", plan(CALLS)))
        .startsWith(
            head("chat.completion")
                + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":null,\"annotations\":[],\"tool_calls\":["
                + "{\"id\":\"call_A1\",\"type\":\"function\",\"function\":{\"name\":\"one\",\"arguments\":\"{\\\"a\\\":1}\"}},"
                + "{\"id\":\"call_B2\",\"type\":\"function\",\"function\":{\"name\":\"two\",\"arguments\":\"{}\"}}]},"
                + "\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],\"usage\":{")
        .endsWith("}");
  }

  @Test
  void choices_beginTogether_andEachEndsByItself() {
    SimulationPlan plan =
        plan(
            Answer.of(tokens("a"), FinishReason.STOP),
            Answer.of(tokens("b", "\"é\""), FinishReason.LENGTH));
    String role = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}";

    assertThat(stream("", plan))
        .isEqualTo(
            chunk(0, role, NONE)
                + chunk(1, role, NONE)
                + chunk(0, "{\"content\":\"a\"}", NONE)
                + chunk(0, "{}", "\"stop\"")
                + chunk(1, "{\"content\":\"b\"}", NONE)
                + chunk(1, "{\"content\":\"\\\"é\\\"\"}", NONE)
                + chunk(1, "{}", "\"length\"")
                + "data: [DONE]\n\n");
  }

  @Test
  void whatIsThought_standsApart() {
    Answer answer =
        new Answer(
            List.of(Segment.reasoning(tokens("Hm", ".")), Segment.text(tokens("Yes"))),
            FinishReason.STOP);
    SimulationPlan plan =
        HandMadePlans.of("chatcmpl-1", new PlanDetails(2, true, 8, 0, null), answer);

    assertThat(stream(",\"stream_options\":{\"include_usage\":true}", plan))
        .contains("\"delta\":{\"reasoning_content\":\"Hm\"}")
        .contains("\"delta\":{\"reasoning_content\":\".\"}")
        .contains("\"delta\":{\"content\":\"Yes\"}")
        .contains("}],\"usage\":null}\n\n")
        .endsWith(
            "data: "
                + head("chat.completion.chunk")
                + ",\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":3,\"total_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":8,\"audio_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":2,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}}\n\ndata: [DONE]\n\n"
                    .formatted(plan.promptTokens(), plan.promptTokens() + 3));
    assertThat(whole("", plan))
        .contains("\"content\":\"Yes\",\"reasoning_content\":\"Hm.\",\"refusal\":null");
  }

  @Test
  void anAnswerWithoutTokens_hasARoleAndAnEnd() {
    assertThat(stream("", plan(new Answer(List.of(), FinishReason.LENGTH))))
        .isEqualTo(
            chunk(0, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", NONE)
                + chunk(0, "{}", "\"length\"")
                + "data: [DONE]\n\n");
  }

  @Test
  void framesAreOfOneLength_whereThatIsAskedFor() {
    SimulationPlan plan = plan(Answer.of(tokens("a", " long", " answer"), FinishReason.STOP));
    String[] events =
        stream(",\"stream_options\":{\"include_obfuscation\":true}", plan).split("\n\n", -1);
    assertThat(events[1]).hasSameSizeAs(events[2]).hasSameSizeAs(events[3]).contains("obfuscation");
  }
}
