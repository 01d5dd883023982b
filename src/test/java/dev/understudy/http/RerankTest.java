package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code POST /v1/rerank}, in the form of Cohere's documentation. */
class RerankTest {

  private static final String QUERY = "\"query\":\"What is the capital of Nevada?\"";
  private static final String DOCUMENTS =
      "\"documents\":[\"Bread is baked from flour and water.\","
          + "{\"text\":\"Carson City is the capital of Nevada.\",\"title\":\"Cities\"},"
          + "\"Nevada is a state in the west.\"]";

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  private String answer(String fields) {
    return api.json("{\"model\":\"rerank-v3.5\"," + fields + "}")
        .post("/v1/rerank")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private JsonNode ok(String fields) {
    return Json.parse(answer(fields).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theBodyIsCoheres_andWhatOthersReadBeside() {
    String body = answer(QUERY + "," + DOCUMENTS + ",\"top_n\":2");

    assertThat(body.replaceAll("rerank-\\w{29}", "rerank-1").replaceAll("0\\.\\d{4,}", "0.5"))
        .isEqualTo(
            "{\"id\":\"rerank-1\",\"model\":\"rerank-v3.5\","
                + "\"results\":[{\"index\":1,\"relevance_score\":0.5},"
                + "{\"index\":2,\"relevance_score\":0.5}],"
                + "\"meta\":{\"api_version\":{\"version\":\"2\"},"
                + "\"billed_units\":{\"search_units\":1},\"tokens\":{\"input_tokens\":47}},"
                + "\"usage\":{\"prompt_tokens\":47,\"total_tokens\":47}}");
  }

  @Test
  void allDocumentsAreThere_mostRelevantFirst() {
    JsonNode results = ok(QUERY + "," + DOCUMENTS).get("results");
    double before = 1;
    for (JsonNode result : results) {
      assertThat(result.get("relevance_score").asDouble()).isBetween(0.0, before);
      before = result.get("relevance_score").asDouble();
    }

    assertThat(results).hasSize(3);
    assertThat(results.findValuesAsText("index")).containsExactly("1", "2", "0");
    assertThat(ok(QUERY + "," + DOCUMENTS + ",\"top_n\":9").get("results")).isEqualTo(results);
  }

  @Test
  void documentsAreReturnedWhenAskedFor() {
    JsonNode first = ok(QUERY + "," + DOCUMENTS + ",\"return_documents\":true").at("/results/0");

    assertThat(first.at("/document/text").asText())
        .isEqualTo("Carson City is the capital of Nevada.");
  }

  @Test
  void equalDocumentsStayInTheirOrder() {
    String same = "\"documents\":[\"x\",\"capital\",\"capital\",\"capital\"]";
    assertThat(ok(QUERY + "," + same).get("results").findValuesAsText("index"))
        .containsExactly("1", "2", "3", "0");
  }

  @Test
  void longDocumentsAreCut_andBilledByChunks() {
    String documents = "\"documents\":[\"" + "word ".repeat(6_000) + "capital of Nevada\"]";
    JsonNode cut = ok(QUERY + "," + documents);
    JsonNode shorter = ok(QUERY + "," + documents + ",\"max_tokens_per_doc\":10");
    String many = "\"documents\":[\"a\"" + ",\"a\"".repeat(100) + "]";

    assertThat(cut.at("/usage/prompt_tokens").asInt()).isEqualTo(4096 + 7);
    assertThat(shorter.at("/usage/prompt_tokens").asInt()).isEqualTo(10 + 7);
    assertThat(cut.at("/results/0/relevance_score").asDouble()).isLessThan(0.2);
    assertThat(ok(QUERY + "," + many).at("/meta/billed_units/search_units").asInt()).isEqualTo(2);
  }
}
