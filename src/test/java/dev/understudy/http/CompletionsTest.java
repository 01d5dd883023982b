package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/completions}: what is taken and refused; time is off. */
class CompletionsTest {

  private static final String COMPLETIONS = "/v1/completions";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  private static String body(String prompt, String more) {
    return "{\"model\":\"gpt-3.5-turbo-instruct\",\"prompt\":%s%s}"
        .formatted(prompt, more.isEmpty() ? "" : "," + more);
  }

  private JsonNode answer(String body) {
    return Api.tree(api.json(body).post(COMPLETIONS).then().statusCode(200).extract().response());
  }

  private JsonNode refused(String body) {
    JsonNode error = Api.error(400, api.json(body).post(COMPLETIONS));
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    return error;
  }

  @Test
  void anAnswer_hasSixteenTokens_unlessSomethingElseIsSaid() {
    JsonNode answer = answer(body("\"Once\"", "\"seed\":1"));

    assertThat(answer.get("id").asText()).startsWith("cmpl-");
    assertThat(answer.get("object").asText()).isEqualTo("text_completion");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(answer.at("/choices/0/text").asText()).isNotBlank();
    assertThat(answer.get("usage").toString())
        .isEqualTo("{\"prompt_tokens\":1,\"completion_tokens\":16,\"total_tokens\":17}");
    assertThat(completionTokens("\"max_tokens\":30")).isEqualTo(30);
    assertThat(completionTokens("\"simulation\":{\"output_tokens\":40}")).isEqualTo(40);
    assertThat(completionTokens("\"min_tokens\":20")).isGreaterThanOrEqualTo(20);
  }

  private int completionTokens(String more) {
    return answer(body("\"Once\"", more)).at("/usage/completion_tokens").asInt();
  }

  @Test
  void eachPrompt_hasItsAnswers() {
    JsonNode answer = answer(body("[\"A\",\"B\",\"C\"]", "\"n\":2,\"echo\":true"));

    assertThat(answer.get("choices")).hasSize(6);
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      JsonNode choice = answer.get("choices").get(i);
      assertThat(choice.get("index").asInt()).isEqualTo(i);
      assertThat(choice.get("text").asText()).startsWith("ABC".substring(i / 2, i / 2 + 1));
      texts.add(choice.get("text").asText());
    }
    assertThat(texts).hasSize(6);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(6 * 16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[1,2,3] | 1 | 3", "[[1,2],[3]] | 2 | 3", "null | 1 | 1", "\"\" | 1 | 0"})
  void promptsOfTokens_areCounted(String prompt, int choices, int tokens) {
    JsonNode answer = answer(body(prompt, ""));

    assertThat(answer.get("choices")).hasSize(choices);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(tokens);
  }

  @Test
  void noTokens_leaveThePromptAndHowProbableItWas() {
    String more = "\"echo\":true,\"logprobs\":2,\"max_tokens\":0";
    JsonNode answer = answer(body("[\"Once upon a time\",\"B\"]", more));
    JsonNode choice = answer.at("/choices/0");
    JsonNode told = choice.get("logprobs");

    assertThat(choice.get("text").asText()).isEqualTo("Once upon a time");
    assertThat(choice.get("finish_reason").asText()).isEqualTo("length");
    assertThat(told.get("tokens").toString()).isEqualTo("[\"Once\",\" upon\",\" a\",\" time\"]");
    assertThat(told.get("text_offset").toString()).isEqualTo("[0,4,9,11]");
    assertThat(told.at("/token_logprobs/0").isNull()).isTrue();
    assertThat(told.at("/top_logprobs/0").isNull()).isTrue();
    for (int i = 1; i < 4; i++) {
      assertThat(told.get("token_logprobs").get(i).asDouble()).isNegative();
      assertThat(told.get("top_logprobs").get(i)).hasSize(2);
    }
    assertThat(answer.at("/choices/1/logprobs/tokens").toString()).isEqualTo("[\"B\"]");
    assertThat(answer.get("usage").toString())
        .isEqualTo("{\"prompt_tokens\":5,\"completion_tokens\":0,\"total_tokens\":5}");
    assertThat(answer(body("\"x\"", "\"max_tokens\":0")).at("/choices/0/text").asText()).isEmpty();
  }

  @Test
  void theStreamOfAnEchoedPrompt_tellsTheSameProbabilities() {
    String more = "\"echo\":true,\"logprobs\":1,\"max_tokens\":3,\"seed\":2,\"stream\":%s";
    JsonNode whole = answer(body("\"Once upon\"", more.formatted(false))).at("/choices/0/logprobs");
    String stream =
        api.json(body("\"Once upon\"", more.formatted(true))).post(COMPLETIONS).asString();

    List<JsonNode> streamed = new ArrayList<>();
    for (String event : stream.split("\n\n", -1)) {
      if (event.startsWith("data: {")) {
        JsonNode chunk = Json.parse(event.substring(6).getBytes(StandardCharsets.UTF_8));
        chunk.at("/choices/0/logprobs/token_logprobs").forEach(streamed::add);
      }
    }
    assertThat(streamed).hasSize(5).containsExactlyElementsOf(whole.get("token_logprobs"));
    assertThat(streamed.get(0).isNull()).isTrue();
  }

  @Test
  void veryManyEchoedTokens_areNotToldOneByOne() {
    String prompt = "\"" + "word ".repeat(3_500) + "\"";
    JsonNode error =
        refused(body(prompt, "\"echo\":true,\"logprobs\":1,\"max_tokens\":0,\"n\":128"));

    assertThat(error.get("param").asText()).isEqualTo("n");
    assertThat(error.get("message").asText()).contains("at most 400000 echoed tokens");
  }

  @Test
  void aStopSequence_endsAnAnswer() {
    String said = "\"simulation\":{\"text\":\"one two three\"}";
    JsonNode choice = answer(body("\"x\"", said + ",\"stop\":\" three\"")).at("/choices/0");

    assertThat(choice.get("text").asText()).isEqualTo("one two");
    assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void theDeltas_addUpToTheWhole() {
    String body = body("[\"A\",\"B\"]", "\"seed\":4,\"max_tokens\":50,\"stream\":%s");
    JsonNode whole = answer(body.formatted(false));
    String stream = api.json(body.formatted(true)).post(COMPLETIONS).asString();

    String[] texts = {"", ""};
    for (String event : stream.split("\n\n", -1)) {
      if (event.startsWith("data: {")) {
        JsonNode choice =
            Json.parse(event.substring(6).getBytes(StandardCharsets.UTF_8)).at("/choices/0");
        texts[choice.get("index").asInt()] += choice.get("text").asText();
      }
    }
    assertThat(texts[0]).isEqualTo(whole.at("/choices/0/text").asText());
    assertThat(texts[1]).isEqualTo(whole.at("/choices/1/text").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"max_tokens\":-1 | max_tokens",
        "\"n\":0 | n",
        "\"n\":129 | n",
        "\"best_of\":21 | best_of",
        "\"n\":3,\"best_of\":2 | best_of",
        "\"best_of\":2,\"stream\":true | best_of",
        "\"echo\":1 | echo",
        "\"suffix\":5 | suffix",
        "\"logprobs\":6 | logprobs",
        "\"logprobs\":true | logprobs",
        "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"] | stop",
        "\"temperature\":3 | temperature",
        "\"logit_bias\":5 | logit_bias",
        "\"user\":5 | user",
        "\"stream_options\":{\"include_usage\":true} | stream_options"
      })
  void aFieldOfAWrongTypeOrRange_isNamed(String more, String param) {
    JsonNode error = refused(body("\"x\"", more));

    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("message").asText()).contains("(expected: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | prompt",
        "[] | prompt",
        "[1,\"x\"] | prompt[1]",
        "[\"x\",1] | prompt[1]",
        "[[1],[]] | prompt[1]",
        "[[1.5]] | prompt[0][0]",
        "[-1] | prompt[0]"
      })
  void aFaultOfAPrompt_hasItsPath(String prompt, String param) {
    assertThat(refused(body(prompt, "")).get("param").asText()).isEqualTo(param);
  }

  @Test
  void tooManyAnswers_areRefused() {
    String prompts = "[\"x\"" + ",\"x\"".repeat(64) + "]";

    assertThat(refused(body(prompts, "\"n\":2")).get("code").asText())
        .isEqualTo("array_above_max_length");
    assertThat(answer(body(prompts, "")).get("choices")).hasSize(65);
    assertThat(refused(body("[1]", "\"echo\":true")).get("param").asText()).isEqualTo("echo");
  }

  @Test
  void onlyModelsThatComplete_areServed() {
    for (String model : new String[] {"gpt-3.5-turbo-instruct", "davinci-002", "babbage-002"}) {
      answer("{\"model\":\"" + model + "\",\"prompt\":\"x\"}");
    }
    JsonNode error = refused("{\"model\":\"gpt-4o\",\"prompt\":\"x\"}");

    assertThat(error.get("code").asText()).isEqualTo("unsupported_endpoint");
    assertThat(error.get("message").asText()).contains("gpt-4o").contains(COMPLETIONS);
  }

  @Test
  void aPromptThatDoesNotFit_isTheVendorsError() {
    JsonNode error = refused(body("\"" + "word ".repeat(5_000) + "\"", ""));

    assertThat(error.get("code").asText()).isEqualTo("context_length_exceeded");
    assertThat(error.get("param").asText()).isEqualTo("prompt");
    assertThat(error.get("message").asText())
        .startsWith("This model's maximum context length is 4096 tokens.");
  }
}
