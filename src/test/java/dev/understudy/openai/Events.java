package dev.understudy.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.json.Json;
import dev.understudy.wire.AnswerFrames;
import dev.understudy.wire.FrameBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The events of a stream of responses, each checked to be named as it is. */
public record Events(List<JsonNode> all) {

  /** All events of frames that are appended a few tokens at a time. */
  static Events of(AnswerFrames frames, int tokens, int atOnce) {
    FrameBytes out = new FrameBytes(1);
    int from = 0;
    do {
      int to = Math.min(tokens, from + atOnce);
      frames.append(out, from, to, to == tokens);
      from = to;
    } while (from < tokens);
    return parse(new String(out.toByteArray(), StandardCharsets.UTF_8));
  }

  /** The events of a text, numbered from 0. */
  public static Events parse(String stream) {
    assertThat(stream).endsWith("}\n\n").doesNotContain("[DONE]");
    List<JsonNode> events = new ArrayList<>();
    for (String event : stream.substring(0, stream.length() - 2).split("\n\n", -1)) {
      String[] lines = event.split("\n", -1);
      assertThat(lines).hasSize(2);
      JsonNode data =
          Json.parse(lines[1].substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
      assertThat(lines[0]).isEqualTo("event: " + data.get("type").asText());
      assertThat(data.get("sequence_number").asInt()).isEqualTo(events.size());
      events.add(data);
    }
    return new Events(events);
  }

  /** Their types, in order. */
  public List<String> types() {
    return all.stream().map(event -> event.get("type").asText()).toList();
  }

  /** What pieces of that type say together. */
  public String deltas(String type) {
    StringBuilder text = new StringBuilder();
    all.stream()
        .filter(event -> event.get("type").asText().equals(type + ".delta"))
        .forEach(event -> text.append(event.get("delta").asText()));
    return text.toString();
  }

  /** The whole response at the end. */
  public JsonNode response() {
    return all.get(all.size() - 1).get("response");
  }
}
