package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a chat request is refused for: its own faults, and what the model cannot do. */
class ChatRefusalTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String HELLO = "[{\"role\":\"user\",\"content\":\"Hello\"}]";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  @RegisterExtension
  static final TestServer refusing =
      new TestServer("simulation.time_scale=0", "simulation.retired=refuse");

  private final Api api = new Api(server);

  private static String body(String model, String messages, String more) {
    return "{\"model\":\"%s\",\"messages\":%s%s}"
        .formatted(model, messages, more.isEmpty() ? "" : "," + more);
  }

  private static String part(String type, String value) {
    return "[{\"role\":\"user\",\"content\":[{\"type\":\"%s\",\"%s\":%s}]}]"
        .formatted(type, type, value);
  }

  private JsonNode refused(String body) {
    JsonNode error = Api.error(400, api.json(body).post(CHAT));
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    return error;
  }

  @Test
  void ofVeryManyFaultsTheFirstAreTold() {
    String zeros = "[0" + ",0".repeat(100_000) + "]";
    String parts = "[{\"role\":\"user\",\"content\":" + zeros + "}]";
    assertThat(refused(body("gpt-4o", zeros, "")).get("message").asText())
        .contains("messages[99]: 0 (expected: an object")
        .doesNotContain("messages[100]")
        .endsWith("at least 1 more fault (expected: none)");
    assertThat(refused(body("gpt-4o", parts, "")).get("message").asText())
        .contains("messages[0].content[99]: 0 (expected: an object")
        .doesNotContain("content[100]")
        .endsWith("at least 1 more fault (expected: none)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max_tokens\":0 | max_tokens",
        "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"string\"}}}] | tools[0].function.parameters.type",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"array\",\"minItems\":5000}}} | response_format.json_schema.schema",
        "\"max_tokens\":\"many\" | max_tokens",
        "\"max_tokens\":1.5 | max_tokens",
        "\"max_completion_tokens\":-1 | max_completion_tokens",
        "\"min_tokens\":-1 | min_tokens",
        "\"min_tokens\":9,\"max_tokens\":5 | min_tokens",
        "\"temperature\":3 | temperature",
        "\"temperature\":\"hot\" | temperature",
        "\"top_p\":1.1 | top_p",
        "\"presence_penalty\":-2.1 | presence_penalty",
        "\"frequency_penalty\":2.1 | frequency_penalty",
        "\"n\":0 | n",
        "\"n\":129 | n",
        "\"seed\":\"x\" | seed",
        "\"seed\":1.5 | seed",
        "\"stream\":\"yes\" | stream",
        "\"stream_options\":5 | stream_options",
        "\"stream\":true,\"stream_options\":{\"include_usage\":1} | stream_options.include_usage",
        "\"stream_options\":{\"include_usage\":true} | stream_options",
        "\"stop\":5 | stop",
        "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"] | stop",
        "\"stop\":\"\" | stop",
        "\"tools\":{} | tools",
        "\"tools\":[5] | tools[0]",
        "\"tools\":[{\"type\":\"function\"}] | tools[0].function",
        "\"tool_choice\":5 | tool_choice",
        "\"parallel_tool_calls\":\"yes\" | parallel_tool_calls",
        "\"user\":5 | user",
        "\"metadata\":5 | metadata",
        "\"reasoning_effort\":\"huge\" | reasoning_effort",
        "\"response_format\":{\"type\":\"xml\"} | response_format.type",
        "\"response_format\":5 | response_format.type",
        "\"simulation\":5 | simulation",
        "\"simulation\":{\"speed\":2} | simulation.speed",
        "\"simulation\":{\"ttft\":-1} | simulation.ttft",
        "\"simulation\":{\"itl\":\"1ms\"} | simulation.itl",
        "\"simulation\":{\"time_scale\":1001} | simulation.time_scale",
        "\"simulation\":{\"output_tokens\":0} | simulation.output_tokens"
      })
  void aFieldOfAWrongTypeOrRangeIsNamed(String more, String param) {
    JsonNode error = refused(body("gpt-4o", HELLO, more));

    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("message").asText()).contains(param).contains("(expected: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | messages",
        "\"Hello\" | messages",
        "[5] | messages[0]",
        "[{}] | messages[0].role",
        "[{\"role\":\"robot\",\"content\":\"x\"}] | messages[0].role",
        "[{\"role\":\"user\"}] | messages[0].content",
        "[{\"role\":\"user\",\"content\":5}] | messages[0].content",
        "[{\"role\":\"user\",\"content\":[5]}] | messages[0].content[0]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"smell\"}]}] | messages[0].content[0].type",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}] | messages[0].content[0].text",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}] | messages[0].content[0].image_url.url"
      })
  void aFaultOfAMessageHasItsPath(String messages, String param) {
    assertThat(refused(body("gpt-4o", messages, "")).get("param").asText()).isEqualTo(param);
  }

  @Test
  void allFaultsAreToldAtOnce() {
    JsonNode error = refused("{\"messages\":[],\"n\":300,\"temperature\":9}");

    assertThat(error.get("message").asText())
        .contains("model: missing")
        .contains("messages: []")
        .contains("n: 300")
        .contains("temperature: 9");
  }

  @Test
  void emptyAndNullFieldsAreNoFaults() {
    String more =
        "\"user\":\"\",\"stop\":null,\"tools\":null,\"seed\":null,\"stream\":null,\"n\":null,"
            + "\"max_tokens\":null,\"response_format\":{\"type\":\"text\"},\"metadata\":null,"
            + "\"temperature\":null";
    String messages =
        "[{\"role\":\"system\",\"content\":\"\"},"
            + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"x\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
            + "{\"role\":\"tool\",\"content\":\"5\",\"tool_call_id\":\"x\"}]";

    api.json(body("gpt-4o", messages, more)).post(CHAT).then().statusCode(200);
  }

  @Test
  void aFeatureIsRefusedOnlyWhenItIsKnownToBeMissing() {
    String image = part("image_url", "{\"url\":\"data:image/png;base64,AAAA\"}");
    String audio = part("input_audio", "{\"data\":\"eA==\",\"format\":\"wav\"}");
    String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
    String json = "\"response_format\":{\"type\":\"json_object\"}";
    String schema =
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}}";
    String inJson = "[{\"role\":\"user\",\"content\":\"JSON\"}]";
    String effort = "\"reasoning_effort\":\"high\"";

    lacks("gpt-4o", audio, "", "messages", "audio");
    lacks("MiniMaxAI/MiniMax-M2", image, "", "messages", "vision");
    lacks("claude-2.0", HELLO, tools, "tools", "tool_calling");
    lacks("claude-2.0", inJson, json, "response_format", "json_mode");
    lacks("gpt-4", HELLO, schema, "response_format", "structured_outputs");
    lacks("gpt-4o", HELLO, effort, "reasoning_effort", "reasoning");

    accepts("gpt-4o", image, tools);
    accepts("gpt-4o", inJson, tools + "," + json);
    accepts("chatgpt-4o-latest", audio, tools); // unknown
    accepts("MiniMaxAI/MiniMax-M1-80k", HELLO, schema); // unknown
    accepts("o3", HELLO, effort);
    accepts("gpt-4o", HELLO, "\"reasoning_effort\":\"none\"");
  }

  private void lacks(String model, String messages, String more, String param, String what) {
    JsonNode error = refused(body(model, messages, more));
    assertThat(error.get("code").asText()).isEqualTo("unsupported_feature");
    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("message").asText()).contains(model).contains(what);
  }

  private void accepts(String model, String messages, String more) {
    api.json(body(model, messages, more)).post(CHAT).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({"text-embedding-3-small", "o3-pro", "dall-e-2", "babbage-002"})
  void aModelOfAnotherEndpointIsRefused(String model) {
    JsonNode error = refused(body(model, HELLO, ""));

    assertThat(error.get("code").asText()).isEqualTo("unsupported_endpoint");
    assertThat(error.get("param").asText()).isEqualTo("model");
    assertThat(error.get("message").asText()).contains(model).contains(CHAT);
  }

  @Test
  void aPromptThatDoesNotFitIsTheVendorsError() {
    String words = "word ".repeat(3_000);
    String messages = "[{\"role\":\"user\",\"content\":\"" + words + "\"}]";
    String model = "TinyLlama/TinyLlama-1.1B-Chat-v1.0";
    JsonNode error = refused(body(model, messages, ""));

    assertThat(error.get("code").asText()).isEqualTo("context_length_exceeded");
    assertThat(error.get("param").asText()).isEqualTo("messages");
    assertThat(error.get("message").asText())
        .startsWith("This model's maximum context length is 2048 tokens.");
    accepts("gpt-4o", messages, "");
  }

  @Test
  void retiredModelsPlayUnlessTheyAreToBeRefused() {
    String body = body("claude-2.0", HELLO, "\"max_tokens\":1");
    api.json(body).post(CHAT).then().statusCode(200);
    Api refusingApi = new Api(refusing);
    JsonNode error = Api.error(404, refusingApi.json(body).post(CHAT));

    assertThat(error.get("code").asText()).isEqualTo("model_not_found");
    assertThat(error.get("message").asText()).contains("claude-2.0").contains("retired");
    refusingApi.error(404, "/v1/models/claude-2.0/stream");
    refusingApi.get("/v1/models/claude-2.0").then().statusCode(200);
    refusingApi.json(body("gpt-4o", HELLO, "")).post(CHAT).then().statusCode(200);
  }

  @Test
  void anUnknownModelIsNotMadeUpUnlessConfigured() {
    JsonNode error = Api.error(404, api.json(body("acme/new-7b", HELLO, "")).post(CHAT));

    assertThat(error.get("code").asText()).isEqualTo("model_not_found");
    assertThat(error.get("message").asText()).startsWith("The model `acme/new-7b` does not exist");
  }
}
