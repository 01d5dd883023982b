package dev.understudy.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.content.Segment;
import dev.understudy.json.Json;
import dev.understudy.simulation.Answer;
import dev.understudy.simulation.FinishReason;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Events as Anthropic documents them: <a
 * href="https://platform.claude.com/docs/en/build-with-claude/streaming">Streaming messages</a>.
 */
class MessageFramesTest {

  private static final String START =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard"}}}

      """;

  private static String end(String reason, String sequence, int tokens) {
    return """
    event: message_delta
    data: {"type":"message_delta","delta":{"stop_reason":"%s","stop_sequence":%s},"usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":%d,"output_tokens_details":{"thinking_tokens":0}}}

    event: message_stop
    data: {"type":"message_stop"}

    """
        .formatted(reason, sequence, tokens);
  }

  private static JsonNode json(String text) {
    return Json.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Segment text(String... pieces) {
    return Segment.text(Plans.tokens(pieces));
  }

  @Test
  void textIsOneBlock() {
    Answer answer = new Answer(List.of(text("Hello", " \"you\"", "!")), FinishReason.STOP);

    assertThat(Plans.stream(Plans.request(""), answer))
        .isEqualTo(
            START
                + """
                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: ping
                data: {"type":"ping"}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" \\"you\\""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"!"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                """
                + end("end_turn", "null", 3));
  }

  @Test
  void eachCallIsABlock_whoseInputComesInPieces() {
    Answer answer =
        new Answer(
            List.of(
                text("Ok"),
                Plans.call("A1", "weather", "{\"city\":", "\"Bern\"}"),
                Plans.call("B2", "time", "{}")),
            FinishReason.TOOL_CALLS);

    assertThat(Plans.stream(Plans.request(""), answer))
        .isEqualTo(
            START
                + """
                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: ping
                data: {"type":"ping"}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Ok"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: content_block_start
                data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_A1","name":"weather","input":{}}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"city\\":"}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\\"Bern\\"}"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":1}

                event: content_block_start
                data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_B2","name":"time","input":{}}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{}"}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":2}

                """
                + end("tool_use", "null", 4));
    assertThat(json(Plans.whole(Plans.request(""), answer)).get("content"))
        .isEqualTo(
            json(
                """
                [{"type":"text","text":"Ok"},
                 {"type":"tool_use","id":"toolu_A1","name":"weather","input":{"city":"Bern"}},
                 {"type":"tool_use","id":"toolu_B2","name":"time","input":{}}]
                """));
  }

  @Test
  void thinkingIsSigned_rightBeforeItsBlockStops() {
    Answer answer =
        new Answer(
            List.of(Segment.reasoning(Plans.tokens("Let", " me")), text("Yes")), FinishReason.STOP);
    List<String> events = new ArrayList<>();
    for (String event : Plans.stream(Plans.request(""), answer).split("\n\n", -1)) {
      events.add(event.substring(event.indexOf('\n') + 1));
    }

    assertThat(events.get(1))
        .isEqualTo(
            "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}");
    assertThat(events.get(3))
        .isEqualTo(
            "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Let\"}}");
    String signature = json(events.get(5).substring(6)).at("/delta/signature").asText();
    assertThat(Base64.getDecoder().decode(signature)).hasSize(150);
    assertThat(events.get(6)).isEqualTo("data: {\"type\":\"content_block_stop\",\"index\":0}");
    assertThat(events.get(7)).contains("\"index\":1,\"content_block\":{\"type\":\"text\"");
    JsonNode first = json(Plans.whole(Plans.request(""), answer)).at("/content/0");
    assertThat(first.get("thinking").asText()).isEqualTo("Let me");
    assertThat(first.get("signature").asText()).isEqualTo(signature);
  }

  @Test
  void thinkingThatIsOmitted_isABlockOfASignature() {
    MessagesRequest request =
        Plans.request("\"thinking\":{\"type\":\"adaptive\",\"display\":\"omitted\"}");
    Answer answer =
        new Answer(
            List.of(Segment.reasoning(Plans.tokens("Let", " me")), text("Yes")), FinishReason.STOP);

    assertThat(Plans.stream(request, answer))
        .doesNotContain("thinking_delta")
        .contains("signature_delta");
    JsonNode first = json(Plans.whole(request, answer)).at("/content/0");
    assertThat(first.get("thinking").asText()).isEmpty();
    assertThat(first.get("signature").asText()).isNotEmpty();
  }

  @Test
  void whatEndsAnAnswerIsNamed() {
    MessagesRequest request = Plans.request("");
    Answer stopped = new Answer(List.of(text("a")), FinishReason.STOP, "\n\nHuman:");
    assertThat(Plans.stream(request, stopped))
        .endsWith(end("stop_sequence", "\"\\n\\nHuman:\"", 1));
    assertThat(json(Plans.whole(request, stopped)).get("stop_sequence").asText())
        .isEqualTo("\n\nHuman:");

    String[] hundred = new String[100];
    Arrays.fill(hundred, "a");
    Answer cut = new Answer(List.of(text(hundred)), FinishReason.LENGTH);
    assertThat(Plans.stream(request, cut)).endsWith(end("max_tokens", "null", 100));
    Answer window = new Answer(List.of(text("a")), FinishReason.LENGTH);
    assertThat(Plans.stream(request, window))
        .endsWith(end("model_context_window_exceeded", "null", 1));
  }

  @Test
  void argumentsThatTheLimitCuts_areNoneInTheWholeAnswer() {
    Answer answer = new Answer(List.of(Plans.call("A1", "f", "{\"a\"")), FinishReason.LENGTH);

    assertThat(json(Plans.whole(Plans.request(""), answer)).at("/content/0/input"))
        .isEqualTo(json("{}"));
  }

  @Test
  void framesDoNotDependOnHowTokensFallDue() {
    Answer answer =
        new Answer(
            List.of(text("a", "", "b"), Plans.call("A1", "f", "{", "}")), FinishReason.TOOL_CALLS);
    MessageFrames frames = new MessageFrames(Plans.request(""), Plans.of(answer), "m");
    FrameBytes one = new FrameBytes(1);
    for (int k = 0; k < answer.tokens(); k++) {
      frames.append(one, k, k + 1, k == answer.tokens() - 1);
    }

    assertThat(Plans.text(one.toByteArray())).isEqualTo(Plans.stream(Plans.request(""), answer));
  }
}
