package dev.understudy.openai;

import static dev.understudy.simulation.HandMadePlans.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.FinishReason;
import dev.understudy.simulation.HandMadePlans;
import dev.understudy.simulation.PlanDetails;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Legacy completions as OpenAI documents them, of answers that are written by hand. */
class CompletionFramesTest {

  private static final ModelDefinition MODEL = ModelDefinition.builder("m").build();
  private static final long CREATED = 1_589_478_378;

  private static CompletionsRequest request(String more) {
    byte[] body = ("{\"model\":\"m\"" + more + "}").getBytes(StandardCharsets.UTF_8);
    return CompletionsRequest.read(Json.parseObject(body));
  }

  private static AnswerFrames frames(String more, SimulationPlan plan) {
    return request(more).frames(plan, MODEL, CREATED);
  }

  private static byte[] whole(String more, SimulationPlan plan) {
    return request(more).whole(plan, MODEL, CREATED);
  }

  private static String stream(String more, SimulationPlan plan) {
    FrameBytes out = new FrameBytes(1);
    frames(more, plan).append(out, 0, plan.tokens(), true);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static SimulationPlan plan(Answer... choices) {
    return HandMadePlans.of("cmpl-1", PlanDetails.NONE, choices);
  }

  private static Answer answer(FinishReason why, String... pieces) {
    return Answer.of(tokens(pieces), why);
  }

  private static String chunk(String choices, String more) {
    return "data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1589478378,\"model\":\"m\",\"system_fingerprint\":\"fp_0000006d\",\"choices\":["
        + choices
        + "]"
        + more
        + "}\n\n";
  }

  private static String choice(int index, String text, String why) {
    return "{\"index\":%d,\"text\":\"%s\",\"logprobs\":null,\"finish_reason\":%s}"
        .formatted(index, text, why);
  }

  @Test
  void aStream_isAsDocumented() {
    String more =
        ",\"prompt\":\"Say\",\"echo\":true,\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    String none = ",\"usage\":null";

    assertThat(stream(more, plan(answer(FinishReason.LENGTH, " a", "\\n"))))
        .isEqualTo(
            chunk(choice(0, "Say", "null"), none)
                + chunk(choice(0, " a", "null"), none)
                + chunk(choice(0, "\\\\n", "null"), none)
                + chunk(choice(0, "", "\"length\""), none)
                + chunk(
                    "",
                    ",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}")
                + "data: [DONE]\n\n");
  }

  @Test
  void whatEndsTheLastAnswer_isWithheldWithTheEnd() {
    FrameBytes out = new FrameBytes(1);
    frames("", plan(answer(FinishReason.STOP, "a"), answer(FinishReason.STOP, "b")))
        .append(out, 0, 2, false);

    assertThat(new String(out.toByteArray(), StandardCharsets.UTF_8))
        .contains(choice(0, "", "\"stop\""))
        .doesNotContain(choice(1, "", "\"stop\""))
        .doesNotContain("[DONE]");
  }

  @Test
  void answersOfSeveralPrompts_areNumberedPromptByPrompt() {
    String more = ",\"prompt\":[\"A\",\"B\"],\"n\":2,\"echo\":true";
    SimulationPlan plan =
        plan(
            answer(FinishReason.STOP, "0"),
            answer(FinishReason.LENGTH, "1"),
            answer(FinishReason.STOP),
            answer(FinishReason.STOP, "3"));
    JsonNode choices = Json.parse(whole(more, plan)).get("choices");

    assertThat(choices.toString())
        .isEqualTo(
            "["
                + String.join(
                    ",",
                    choice(0, "A0", "\"stop\""),
                    choice(1, "A1", "\"length\""),
                    choice(2, "B", "\"stop\""),
                    choice(3, "B3", "\"stop\""))
                + "]");
    assertThat(stream(more, plan))
        .contains(choice(2, "B", "null"))
        .contains(choice(2, "", "\"stop\""))
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void logprobs_areListsByProperty() {
    SimulationPlan plan = plan(answer(FinishReason.STOP, " one", " two"));
    String more = ",\"prompt\":\"Say\",\"echo\":true,\"logprobs\":3";
    JsonNode all = Json.parse(whole(more, plan)).at("/choices/0/logprobs");

    assertThat(all.get("tokens").toString()).isEqualTo("[\"Say\",\" one\",\" two\"]");
    assertThat(all.get("text_offset").toString()).isEqualTo("[0,3,7]");
    assertThat(all.get("token_logprobs")).hasSize(3);
    assertThat(all.at("/token_logprobs/0").isNull()).isTrue();
    assertThat(all.at("/top_logprobs/1")).hasSize(3);
    assertThat(all.at("/top_logprobs/2/ two")).isEqualTo(all.at("/token_logprobs/2"));
    assertThat(stream(more + ",\"stream\":true", plan))
        .contains(
            "\"text\":\"Say\",\"logprobs\":{\"tokens\":[\"Say\"],\"token_logprobs\":[null],\"top_logprobs\":[null],\"text_offset\":[0]}")
        .contains("\"text\":\" two\",\"logprobs\":{\"tokens\":[\" two\"]")
        .contains("\"text_offset\":[7]}");
    assertThat(
            Json.parse(whole(",\"logprobs\":0", plan))
                .at("/choices/0/logprobs/top_logprobs")
                .isNull())
        .isTrue();
  }
}
