package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What answers say: what the request sets, what scripts say, and the style that is asked for. */
class ContentTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final Path SCRIPTS = Path.of("target", "content-test", "scripts.yaml");

  static {
    write("scripts: []");
  }

  @RegisterExtension
  static final TestServer server =
      new TestServer("simulation.time_scale=0", "simulation.scripts=" + SCRIPTS);

  private final Api api = new Api(server);

  private static void write(String yaml) {
    try {
      Files.createDirectories(SCRIPTS.getParent());
      Files.writeString(SCRIPTS, yaml);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  @AfterEach
  void noScripts() throws TimeoutException {
    write("scripts: []");
    reload();
  }

  private static boolean reload() throws TimeoutException {
    return server.server().reloadSimulationFiles().otherwise(false).await(10, TimeUnit.SECONDS);
  }

  private static String body(String message, String more) {
    return "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(message, more);
  }

  private JsonNode message(String body) {
    return Api.tree(api.json(body).post(CHAT).then().statusCode(200).extract().response())
        .at("/choices/0/message");
  }

  private String said(String body) {
    return message(body).get("content").asText();
  }

  @Test
  void whatTheRequestSets_isSaid() {
    assertThat(said(body("Hello", ",\"simulation\":{\"text\":\"Grüße, \\\"you\\\"\"}")))
        .isEqualTo("Grüße, \"you\"");
    assertThat(said(body("Say it back", ",\"simulation\":{\"echo\":true}")))
        .isEqualTo("Say it back");
    assertThat(said(body("Say it back", ",\"max_tokens\":2,\"simulation\":{\"echo\":true}")))
        .isEqualTo("Say it");
  }

  @Test
  void jsonIsJson() {
    JsonNode object =
        Json.parse(
            said(body("As JSON", ",\"response_format\":{\"type\":\"json_object\"}"))
                .getBytes(StandardCharsets.UTF_8));
    assertThat(object.isObject()).isTrue();
    assertThat(object).isNotEmpty();
  }

  @Test
  void codeAndLists_areGivenWhenAskedFor() {
    assertThat(
            said(
                body(
                    "Write a Python function",
                    ",\"seed\":1,\"simulation\":{\"output_tokens\":300}")))
        .contains("```python\n");
    assertThat(
            said(
                body(
                    "Give me a list of ideas",
                    ",\"seed\":1,\"simulation\":{\"output_tokens\":300}")))
        .containsPattern("(?m)^(- |\\* |1\\. )");
  }

  @Test
  void aScript_isPlayedTurnByTurn_andReadAgainWhenEdited() throws TimeoutException {
    write(
        """
        scripts:
          - name: weather
            when: {model: "gpt-4o*", user: weather}
            turns:
              - calls: [{get_weather: {city: Paris}}]
              - text: It is sunny.
            on_exhausted: error
        """);
    assertThat(reload()).isTrue();
    JsonNode first = message(body("The weather?", ""));
    assertThat(first.get("content").isNull()).isTrue();
    assertThat(first.at("/tool_calls/0/function/arguments").asText())
        .isEqualTo("{\"city\":\"Paris\"}");
    String id = first.at("/tool_calls/0/id").asText();
    String answered =
        """
        {"model":"gpt-4o","messages":[{"role":"user","content":"The weather?"},
        {"role":"assistant","content":null,"tool_calls":[{"id":"%s","type":"function",
        "function":{"name":"get_weather","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"%s","content":"20"}%s]}""";
    assertThat(said(answered.formatted(id, id, ""))).isEqualTo("It is sunny.");
    String more =
        ",{\"role\":\"assistant\",\"content\":\"It is sunny.\"},{\"role\":\"user\",\"content\":\"Thanks\"}";
    JsonNode error = Api.error(400, api.json(answered.formatted(id, id, more)).post(CHAT));
    assertThat(error.get("message").asText()).contains("turn 3 of the script weather");

    write("scripts: [{name: x}]");
    assertThat(reload()).as("a bad edit").isFalse();
    assertThat(message(body("The weather?", "")).has("tool_calls")).isTrue();
    write("scripts: [{name: other, when: {}, turns: [{text: Other.}]}]");
    assertThat(reload()).isTrue();
    assertThat(said(body("The weather?", ""))).isEqualTo("Other.");
  }

  @Test
  void theTokenizerIsNamed() {
    for (String[] each :
        new String[][] {
          {"gpt-4o", "o200k_base"},
          {"gpt-4", "cl100k_base"},
          {"claude-sonnet-4-5-20250929", "o200k_base; nearest"}
        }) {
      String body = body("Hello", ",\"max_tokens\":3").replace("gpt-4o", each[0]);
      assertThat(api.json(body).post(CHAT).header("understudy-tokenizer")).isEqualTo(each[1]);
    }
  }
}
