package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How names resolve, one and many, and what is learned of it. */
class ResolveRoutesTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @Test
  void many_areAnsweredInOrder_eachAsIfAskedAlone() {
    JsonNode answer = posted("{\"queries\":[\"gpt-77\",\"GPT_4o\",\"GPT_4o\",\"llama 8b\"]}");

    assertThat(answer.get("object").asText()).isEqualTo("list");
    assertThat(answer.get("data")).hasSize(4);
    for (JsonNode one : answer.get("data")) {
      String query = one.get("query").asText().replace(" ", "%20");
      assertThat(one).isEqualTo(api.ok("/v1/resolve?q=" + query));
    }
    assertThat(answer.at("/data/0/resolved").isNull()).isTrue();
    assertThat(answer.at("/data/1/via").asText()).isEqualTo("normalized");
  }

  @Test
  void many_takeTheModeOfTheBody_elseOfTheRequest() {
    JsonNode byBody = posted("{\"queries\":[\"GPT_4o\"],\"resolve\":\"alias\"}");
    assertThat(byBody.at("/data/0/resolved").isNull()).isTrue();
    Response byParameter =
        api.json("{\"queries\":[\"GPT_4o\"]}").post("/v1/resolve?resolve=strict");
    assertThat(Api.tree(byParameter).at("/data/0/resolved").isNull()).isTrue();
  }

  @Test
  void many_areAtMostAThousand() {
    String name = "\"gpt-4o-mni of 2\"";
    JsonNode most = posted("{\"queries\":[" + repeated(name, 1000) + "]}");
    assertThat(most.get("data")).hasSize(1000);
    assertThat(
            StreamSupport.stream(most.get("data").spliterator(), false).collect(Collectors.toSet()))
        .hasSize(1);
    JsonNode error =
        Api.error(
            400, api.json("{\"queries\":[" + repeated(name, 1001) + "]}").post("/v1/resolve"));
    assertThat(error.get("message").asText()).contains("1001 names (expected: 1 to 1000");
  }

  private static String repeated(String name, int times) {
    return String.join(",", Collections.nCopies(times, name));
  }

  private JsonNode posted(String body) {
    return Api.tree(api.json(body).post("/v1/resolve").then().statusCode(200).extract().response());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/resolve | {} | queries",
        "/v1/resolve | {\"queries\":[]} | queries",
        "/v1/resolve | {\"queries\":\"gpt\"} | queries",
        "/v1/resolve | {\"queries\":[1]} | queries[0]",
        "/v1/resolve | {\"queries\":[\"a\"],\"resolve\":\"x\"} | resolve",
        "/v1/resolve | {\"queries\":[\"a\"],\"limit\":1} | limit",
        "/v1/resolve?q=a | {\"queries\":[\"a\"]} | q",
        "/v1/resolve/feedback | {\"model\":\"gpt-4o\",\"right\":true} | query",
        "/v1/resolve/feedback | {\"query\":\"a\",\"right\":true} | model",
        "/v1/resolve/feedback | {\"query\":\"a\",\"model\":\"gpt-4o\"} | right",
        "/v1/resolve/feedback | {\"query\":\"a\",\"model\":\"gpt-4o\",\"right\":1} | right",
        "/v1/resolve/feedback?x=1 | {\"query\":\"a\",\"model\":\"gpt-4o\",\"right\":true} | x"
      })
  void bodiesAreChecked(String path, String body, String param) {
    assertThat(Api.error(400, api.json(body).post(path)).get("param").asText()).isEqualTo(param);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/resolve/popular?limit=0, limit",
    "/v1/resolve/popular?limit=101, limit",
    "/v1/resolve/popular?q=a, q",
    "/v1/resolve/history, q",
    "/v1/resolve/history?q=a&limit=1, limit"
  })
  void parametersAreChecked(String path, String param) {
    assertThat(api.error(400, path).get("param").asText()).isEqualTo(param);
  }

  @Test
  void anAnswer_listsWhatItNearlyMeant_andWhyThatLost() {
    JsonNode answer = api.ok("/v1/resolve?q=llama%208b");

    List<String> ids = answer.get("alternatives").findValuesAsText("id");
    assertThat(ids).isNotEmpty().doesNotContain(answer.get("resolved").asText());
    assertThat(answer.get("alternatives").findValuesAsText("reason"))
        .hasSameSizeAs(ids)
        .allSatisfy(reason -> assertThat(reason).isNotBlank().doesNotContain("equally"));
    assertThat(api.ok("/v1/resolve?q=gpt-4o").get("alternatives")).isEmpty();
  }

  @Test
  void feedback_settlesATie_andIsTold() {
    String tie = "gpt-oss";
    assertThat(api.ok("/v1/resolve?q=" + tie).get("ambiguous").asBoolean()).isTrue();
    api.error(404, "/v1/models/" + tie);

    JsonNode match = feedback(tie, "openai/gpt-oss-20b", true);
    assertThat(match.get("successes").asInt()).isEqualTo(1);

    JsonNode settled = api.ok("/v1/resolve?q=" + tie);
    assertThat(settled.get("resolved").asText()).isEqualTo("openai/gpt-oss-20b");
    assertThat(settled.get("via").asText()).isEqualTo("learned");
    assertThat(settled.get("filled").findValuesAsText("to")).contains("20b");
    assertThat(api.get("/v1/models/" + tie).header("understudy-resolved"))
        .isEqualTo("openai/gpt-oss-20b; via=learned");

    JsonNode history = api.ok("/v1/resolve/history?q=" + tie);
    assertThat(history.get("query").asText()).isEqualTo(tie);
    assertThat(history.at("/data/0/model").asText()).isEqualTo("openai/gpt-oss-20b");
    assertThat(history.at("/data/0/matches").asInt()).isEqualTo(2);

    feedback(tie, "openai/gpt-oss-20b", false);
    api.error(404, "/v1/models/" + tie);
  }

  private JsonNode feedback(String query, String model, boolean right) {
    String body = "{\"query\":\"%s\",\"model\":\"%s\",\"right\":%s}".formatted(query, model, right);
    return Api.tree(
        api.json(body).post("/v1/resolve/feedback").then().statusCode(200).extract().response());
  }

  @Test
  void feedback_onAModelThatIsNotThere_is404() {
    JsonNode error =
        Api.error(
            404,
            api.json("{\"query\":\"a\",\"model\":\"gpt-4oo\",\"right\":true}")
                .post("/v1/resolve/feedback"));
    assertThat(error.get("code").asText()).isEqualTo("model_not_found");
    assertThat(error.get("did_you_mean").get(0).asText()).isEqualTo("gpt-4o");
  }

  @Test
  void popular_countsWhatWasMatched() {
    for (int i = 0; i < 50; i++) {
      api.ok("/v1/resolve?q=GPT__4o");
    }
    JsonNode first = api.ok("/v1/resolve/popular?limit=1").get("data");
    assertThat(first).hasSize(1);
    assertThat(first.get(0).get("query").asText()).isEqualTo("GPT__4o");
    assertThat(first.get(0).get("matches").asInt()).isGreaterThanOrEqualTo(50);
  }
}
