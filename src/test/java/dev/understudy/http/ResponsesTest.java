package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.openai.Events;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /v1/responses}: what is taken, refused, kept and gone on with; time is off. */
class ResponsesTest {

  private static final String RESPONSES = "/v1/responses";

  @RegisterExtension
  static final TestServer server =
      new TestServer(
          "simulation.time_scale=0", "http.event_loops=2", "simulation.kept_responses=50");

  private final Api api = new Api(server);

  private static String body(String model, String input, String more) {
    return "{\"model\":\"%s\",\"input\":%s%s}"
        .formatted(model, input, more.isEmpty() ? "" : "," + more);
  }

  private static String hello(String more) {
    return body("gpt-4o", "\"Hello there\"", more);
  }

  private Response post(String body) {
    return api.json(body).post(RESPONSES).then().statusCode(200).extract().response();
  }

  private JsonNode answer(String body) {
    return Api.tree(post(body));
  }

  private JsonNode refused(String body) {
    JsonNode error = Api.error(400, api.json(body).post(RESPONSES));
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    return error;
  }

  private static String text(JsonNode response) {
    return response.at("/output/0/content/0/text").asText();
  }

  private static String id(JsonNode response) {
    return response.get("id").asText();
  }

  @Test
  void aResponse_repeatsWhatWasAsked() {
    String more =
        "\"seed\":1,\"max_output_tokens\":20,\"instructions\":\"Be kind\",\"metadata\":{\"a\":\"b\"},"
            + "\"temperature\":0.5,\"user\":\"u\",\"truncation\":\"auto\",\"parallel_tool_calls\":false,"
            + "\"tools\":[{\"type\":\"function\",\"name\":\"f\"},{\"type\":\"web_search\"}],"
            + "\"text\":{\"format\":{\"type\":\"text\"},\"verbosity\":\"low\"}";
    Response response = post(hello(more));
    JsonNode answer = Api.tree(response);

    assertThat(id(answer)).startsWith("resp_").isEqualTo(response.header("understudy-simulation"));
    assertThat(response.header("understudy-ignored")).isEqualTo("tools[1]:web_search");
    assertThat(answer.get("created_at").asLong()).isEqualTo(TestServer.NOW.getEpochSecond());
    assertThat(answer.get("model").asText()).isEqualTo("gpt-4o");
    assertThat(answer.get("status").asText()).isEqualTo("incomplete");
    assertThat(answer.get("instructions").asText()).isEqualTo("Be kind");
    assertThat(answer.get("temperature").asDouble()).isEqualTo(0.5);
    assertThat(answer.get("truncation").asText()).isEqualTo("auto");
    assertThat(answer.at("/tools/0/strict").asBoolean()).isTrue();
    assertThat(answer.at("/tools/1/type").asText()).isEqualTo("web_search");
    assertThat(answer.at("/text/verbosity").asText()).isEqualTo("low");
    assertThat(answer.at("/usage/output_tokens").asInt()).isEqualTo(20);
    assertThat(answer.at("/usage/input_tokens").asInt()).isPositive();
    assertThat(text(answer)).isNotBlank();
  }

  @Test
  void aStream_endsWithTheSameResponse() {
    String body = hello("\"seed\":1,\"stream\":%s");
    JsonNode whole = answer(body.formatted(false));
    Response response = post(body.formatted(true));

    assertThat(response.contentType()).isEqualTo("text/event-stream; charset=utf-8");
    Events events = Events.parse(response.asString());
    assertThat(events.response()).isEqualTo(whole);
    assertThat(events.deltas("response.output_text")).isEqualTo(text(whole));
  }

  @Test
  void aReasoningModel_thinksFirst() {
    JsonNode hidden = answer(body("o3", "\"Hi\"", "\"seed\":1"));
    JsonNode told =
        answer(
            body(
                "o3",
                "\"Hi\"",
                "\"seed\":1,\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"}"));
    JsonNode open = answer(body("openai/gpt-oss-120b", "\"Hi\"", "\"seed\":1"));

    assertThat(hidden.at("/output/0/type").asText()).isEqualTo("reasoning");
    assertThat(hidden.at("/output/0/summary")).isEmpty();
    assertThat(hidden.at("/output/1/type").asText()).isEqualTo("message");
    assertThat(hidden.at("/usage/output_tokens_details/reasoning_tokens").asInt()).isPositive();
    assertThat(told.at("/output/0/summary/0/text").asText()).isNotBlank();
    assertThat(told.at("/reasoning/effort").asText()).isEqualTo("low");
    assertThat(open.at("/output/0/content/0/type").asText()).isEqualTo("reasoning_text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max_output_tokens\":15 | max_output_tokens | integer_below_min_value",
        "\"max_output_tokens\":\"x\" | max_output_tokens | invalid_type",
        "\"temperature\":3 | temperature | decimal_above_max_value",
        "\"top_p\":-1 | top_p | decimal_below_min_value",
        "\"stream\":\"yes\" | stream | invalid_type",
        "\"stream_options\":{\"include_obfuscation\":true} | stream_options | invalid_value",
        "\"store\":1 | store | invalid_type",
        "\"instructions\":5 | instructions | invalid_type",
        "\"metadata\":5 | metadata | invalid_type",
        "\"user\":5 | user | invalid_type",
        "\"truncation\":\"much\" | truncation | invalid_value",
        "\"service_tier\":\"gold\" | service_tier | invalid_value",
        "\"background\":true | background | invalid_value",
        "\"conversation\":\"conv_1\" | conversation | unsupported_parameter",
        "\"prompt\":{\"id\":\"pmpt_1\"} | prompt | unsupported_parameter",
        "\"include\":5 | include | invalid_type",
        "\"top_logprobs\":21 | top_logprobs | integer_above_max_value",
        "\"reasoning\":5 | reasoning | invalid_type",
        "\"reasoning\":{\"effort\":\"huge\"} | reasoning.effort | invalid_value",
        "\"reasoning\":{\"summary\":\"long\"} | reasoning.summary | invalid_value",
        "\"text\":5 | text | invalid_type",
        "\"text\":{\"verbosity\":\"loud\"} | text.verbosity | invalid_value",
        "\"text\":{\"format\":{\"type\":\"xml\"}} | text.format.type | invalid_value",
        "\"text\":{\"format\":{\"type\":\"json_schema\",\"schema\":{}}} | text.format.name | missing_required_parameter",
        "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"s\"}} | text.format.schema | missing_required_parameter",
        "\"tools\":5 | tools | invalid_type",
        "\"tools\":[5] | tools[0] | invalid_type",
        "\"tools\":[{}] | tools[0].type | missing_required_parameter",
        "\"tools\":[{\"type\":\"function\"}] | tools[0].name | missing_required_parameter",
        "\"tools\":[{\"type\":\"function\",\"name\":\"a b\"}] | tools[0].name | invalid_value",
        "\"tool_choice\":5 | tool_choice | invalid_type",
        "\"tools\":[{\"type\":\"web_search\"}],\"tool_choice\":{\"type\":\"allowed_tools\",\"mode\":\"some\"} | tool_choice.mode | invalid_value",
        "\"tool_choice\":\"required\" | tool_choice | invalid_value",
        "\"tool_choice\":{\"type\":\"function\",\"name\":\"g\"} | tool_choice | invalid_value",
        "\"messages\":[] | messages | unsupported_parameter",
        "\"max_tokens\":5 | max_tokens | unsupported_parameter",
        "\"response_format\":{} | response_format | unsupported_parameter",
        "\"previous_response_id\":\"resp_none\" | previous_response_id | previous_response_not_found",
        "\"text\":{\"format\":{\"type\":\"json_object\"}} | input | invalid_value",
        "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"s\",\"strict\":true,\"schema\":{\"type\":\"object\"}}} | text.format.schema | invalid_json_schema",
        "\"tools\":[{\"type\":\"web_search\"},{\"type\":\"function\",\"name\":\"f\",\"strict\":true,\"parameters\":{\"type\":\"object\"}}] | tools[1].parameters | invalid_function_parameters",
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"allOf\":[{\"required\":[\"a\"]},{\"properties\":{\"a\":false}}]}}],\"tool_choice\":\"required\" | tools[0].parameters | invalid_request",
        "\"simulation\":{\"ttft\":-1} | simulation.ttft | decimal_below_min_value",
        "\"simulation\":{\"speed\":2} | simulation.speed | invalid_value"
      })
  void aFieldOfAWrongTypeOrRange_isNamed(String more, String param, String code) {
    JsonNode error = refused(hello(more));

    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("code").asText()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | input",
        "[5] | input[0]",
        "[{\"type\":\"thought\"}] | input[0].type",
        "[{\"content\":\"x\"}] | input[0].role",
        "[{\"role\":\"tool\",\"content\":\"x\"}] | input[0].role",
        "[{\"role\":\"user\"}] | input[0].content",
        "[{\"role\":\"user\",\"content\":[5]}] | input[0].content[0]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"smell\"}]}] | input[0].content[0].type",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\"}]}] | input[0].content[0].text",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\"}]}] | input[0].content[0].image_url",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"cat.png\"}]}] | input[0].content[0].image_url",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"filename\":\"a\"}]}] | input[0].content[0]",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_file\",\"file_data\":\"%\"}]}] | input[0].content[0].file_data",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"%\"}}]}] | input[0].content[0].input_audio.data",
        "[{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}] | input[0].call_id",
        "[{\"type\":\"function_call_output\",\"output\":\"{}\"}] | input[0].call_id",
        "[{\"type\":\"function_call_output\",\"call_id\":\"c\"}] | input[0].output",
        "[{\"type\":\"item_reference\",\"id\":\"msg_x\"}] | input[0].id",
        "[{\"type\":\"item_reference\"}] | input[0].id"
      })
  void aFaultOfAnItem_hasItsPath(String input, String param) {
    assertThat(refused(body("gpt-4o", input, "")).get("param").asText()).isEqualTo(param);
  }

  @Test
  void itemsOfAllKinds_areTaken() {
    String input =
        "[{\"role\":\"developer\",\"content\":\"Short\"},"
            + "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"See\"},"
            + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AAAA\",\"detail\":\"low\"},"
            + "{\"type\":\"input_file\",\"filename\":\"a\",\"file_data\":\"data:;base64,eHh4\"}]},"
            + "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]},"
            + "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"},"
            + "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":[{\"type\":\"input_text\",\"text\":\"5\"}]},"
            + "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\"}]";
    String more =
        "\"tools\":[],\"tool_choice\":\"auto\",\"text\":null,\"reasoning\":null,\"include\":[],\"foo\":1";

    Response response = post(body("gpt-4o", input, more));

    assertThat(response.header("understudy-ignored")).isEqualTo("foo, input[5]:web_search_call");
    assertThat(Api.tree(response).at("/usage/input_tokens").asInt()).isBetween(85, 150);
  }

  @Test
  void aJsonObject_isForWhoMentionsIt_andStrictIsNotMeantUnlessSaid() {
    String format = "\"text\":{\"format\":{\"type\":\"json_object\"}}";
    String tool =
        "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}]";

    answer(body("gpt-4o", "\"As Json\"", format));
    answer(hello(format + ",\"instructions\":\"JSON, please\""));
    answer(hello(tool));
  }

  @Test
  void callsAndResults_goTogether() {
    String stray = "[{\"type\":\"function_call_output\",\"call_id\":\"c9\",\"output\":\"5\"}]";
    String open =
        "[{\"type\":\"function_call\",\"call_id\":\"c8\",\"name\":\"f\",\"arguments\":\"{}\"}]";

    assertThat(refused(body("gpt-4o", stray, "")).get("message").asText())
        .isEqualTo("No tool call found for function call output with call_id c9.");
    assertThat(refused(body("gpt-4o", open, "")).get("message").asText())
        .isEqualTo("No tool output found for function call c8.");
  }

  @Test
  void whatAModelLacks_isNamed() {
    String image =
        "[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AAAA\"}]}]";

    lacks(body("MiniMaxAI/MiniMax-M2", image, ""), "input");
    lacks(hello("\"reasoning\":{\"effort\":\"high\"}"), "reasoning.effort");
    lacks(hello("\"reasoning\":{\"summary\":\"auto\"}"), "reasoning.summary");
    lacks(
        body(
            "gpt-4",
            "\"Hi\"",
            "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"s\",\"schema\":{}}}"),
        "text.format");
    api.json("{\"id\":\"acme/cold\",\"can\":[\"chat\"],\"cannot\":[\"supports_temperature\"]}")
        .post("/v1/models")
        .then()
        .statusCode(201);
    assertThat(refused(body("acme/cold", "\"Hi\"", "\"temperature\":0.5")).get("code").asText())
        .isEqualTo("unsupported_value");
    JsonNode error = refused(body("text-embedding-3-small", "\"Hi\"", ""));
    assertThat(error.get("code").asText()).isEqualTo("unsupported_endpoint");
    answer(body("o3-pro", "\"Hi\"", "")); // served here alone
  }

  private void lacks(String body, String param) {
    JsonNode error = refused(body);
    assertThat(error.get("code").asText()).isEqualTo("unsupported_feature");
    assertThat(error.get("param").asText()).isEqualTo(param);
  }

  @Test
  void anInputThatDoesNotFit_isTheVendorsError() {
    String words = "\"" + "word ".repeat(3_000) + "\"";
    JsonNode error = refused(body("TinyLlama/TinyLlama-1.1B-Chat-v1.0", words, ""));

    assertThat(error.get("code").asText()).isEqualTo("context_length_exceeded");
    assertThat(error.get("param").asText()).isEqualTo("input");
    assertThat(error.get("message").asText())
        .startsWith("Your input exceeds the context window of this model.");
  }

  private JsonNode after(JsonNode previous, String input, String more) {
    return answer(
        body("gpt-4o", input, "\"previous_response_id\":\"" + id(previous) + "\"," + more));
  }

  @Test
  void aConversation_goesOnFromTheResponseBefore() {
    JsonNode first = answer(hello("\"seed\":1,\"instructions\":\"Be kind to all\""));
    JsonNode second = after(first, "\"And then?\"", "\"seed\":1");
    JsonNode alone = answer(body("gpt-4o", "\"And then?\"", "\"seed\":1"));
    JsonNode echo = after(second, "\"Who?\"", "\"seed\":1,\"simulation\":{\"echo\":true}");

    int said = first.at("/usage/output_tokens").asInt() + "Hello there".split(" ").length;
    assertThat(second.at("/usage/input_tokens").asInt())
        .isGreaterThanOrEqualTo(alone.at("/usage/input_tokens").asInt() + said);
    assertThat(second.get("previous_response_id").asText()).isEqualTo(id(first));
    assertThat(second.get("instructions").isNull()).isTrue();
    assertThat(echo.at("/usage/input_tokens").asInt())
        .isGreaterThan(second.at("/usage/total_tokens").asInt());
    assertThat(text(echo)).isEqualTo("Who?");
  }

  @Test
  void theSameChainOfSeeds_givesTheSameAnswers_andAnotherChainOthers() {
    JsonNode first = answer(hello("\"seed\":1"));
    JsonNode again = answer(hello("\"seed\":1"));
    JsonNode other = answer(hello("\"seed\":2"));
    String next = "\"Go on\"";

    assertThat(id(again)).isEqualTo(id(first));
    assertThat(after(first, next, "\"seed\":3")).isEqualTo(after(again, next, "\"seed\":3"));
    assertThat(text(after(other, next, "\"seed\":3")))
        .isNotEqualTo(text(after(first, next, "\"seed\":3")));
  }

  @Test
  void anItem_canBeReferredTo() {
    JsonNode first = answer(hello("\"seed\":5,\"max_output_tokens\":50"));
    String reference =
        "{\"type\":\"item_reference\",\"id\":\"%s\"},{\"role\":\"user\",\"content\":\"Hi\"}"
            .formatted(first.at("/output/0/id").asText());

    JsonNode answer = answer(body("gpt-4o", "[" + reference + "]", ""));
    assertThat(answer.at("/usage/input_tokens").asInt()).isBetween(55, 70);
    JsonNode twice = refused(body("gpt-4o", "[" + reference + "," + reference + "]", ""));
    assertThat(twice.get("param").asText()).isEqualTo("input[2].id");
  }

  @Test
  void aCall_canBeReferredTo_andIsAnsweredThen() {
    String tool = "\"tools\":[{\"type\":\"function\",\"name\":\"weather\"}]";
    JsonNode call = answer(body("gpt-4o", "\"The weather?\"", tool)).at("/output/0");
    String reference = "{\"type\":\"item_reference\",\"id\":" + call.get("id") + "}";
    String result =
        ",{\"type\":\"function_call_output\",\"call_id\":%s,\"output\":\"20\"}"
            .formatted(call.get("call_id"));

    assertThat(call.get("type").asText()).isEqualTo("function_call");
    assertThat(text(answer(body("gpt-4o", "[" + reference + result + "]", tool)))).isNotBlank();
    assertThat(refused(body("gpt-4o", "[" + reference + "]", tool)).get("message").asText())
        .startsWith("No tool output found for function call call_");
  }

  @Test
  void whatIsStored_canBeReadAndDeleted() {
    JsonNode stored = answer(hello("\"seed\":6"));
    String path = RESPONSES + "/" + id(stored);

    for (int i = 0; i < 4; i++) { // on whichever event loop
      assertThat(new Api(server).ok(path)).isEqualTo(stored);
    }
    api.error(400, path + "?stream=true");
    api.get(path + "?include=x").then().statusCode(200).header("understudy-ignored", "include");
    api.request().delete(path).then().statusCode(200).body("deleted", equalTo(true));
    assertThat(api.error(404, path).get("message").asText())
        .contains("Response with id '" + id(stored) + "' not found");
    Api.error(404, api.request().delete(path));
    assertThat(
            refused(hello("\"previous_response_id\":\"" + id(stored) + "\""))
                .get("message")
                .asText())
        .isEqualTo("Previous response with id '" + id(stored) + "' not found.");
    JsonNode unstored = answer(hello("\"store\":false"));
    api.error(404, RESPONSES + "/" + id(unstored));
  }

  @Test
  void anAnswerThatFails_isNotStored() {
    for (String streamed : List.of("false", "true")) {
      String body = hello("\"seed\":9,\"stream\":" + streamed);
      Response failed = api.json(body).header("understudy-fault", "error_after=1").post(RESPONSES);
      String path = RESPONSES + "/" + failed.header("understudy-simulation");

      api.error(404, path);
      assertThat(post(body).asString()).isNotEmpty(); // to its end: a stream is stored there
      api.ok(path);
      api.request().delete(path).then().statusCode(200);
    }
  }

  @Test
  void otherMethods_areRefused() {
    api.request()
        .put(RESPONSES + "/resp_1")
        .then()
        .statusCode(405)
        .header("allow", containsString("DELETE"));
    api.request().get(RESPONSES).then().statusCode(405).header("allow", "POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"model\":\"gpt-4o\"}", "{\"input\":\"Hi\"}"})
  void whatMustBeThere_isNamed(String body) {
    assertThat(refused(body).get("code").asText()).isEqualTo("missing_required_parameter");
  }
}
