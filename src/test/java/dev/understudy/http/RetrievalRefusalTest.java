package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What embeddings, moderations and reranking are refused for, hostile bodies included. */
class RetrievalRefusalTest {

  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0");

  private final Api api = new Api(server);

  private Response post(String endpoint, String body) {
    return api.json(body).post("/v1/" + endpoint);
  }

  private JsonNode refused(String endpoint, String body) {
    JsonNode error = Api.error(400, post(endpoint, body));
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    return error;
  }

  private static String embed(String fields) {
    return "{\"model\":\"text-embedding-3-small\"," + fields + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"user\":\"u\" | input",
        "\"input\":null | input",
        "\"input\":\"\" | input",
        "\"input\":5 | input",
        "\"input\":{} | input",
        "\"input\":true | input",
        "\"input\":[] | input",
        "\"input\":[\"\"] | input[0]",
        "\"input\":[\"a\",5] | input[1]",
        "\"input\":[\"a\",null] | input[1]",
        "\"input\":[\"a\",{}] | input[1]",
        "\"input\":[[]] | input[0]",
        "\"input\":[[1],[]] | input[1]",
        "\"input\":[[[1]]] | input[0][0]",
        "\"input\":[1,\"a\"] | input[1]",
        "\"input\":[1.5] | input[0]",
        "\"input\":[-1] | input[0]",
        "\"input\":[1e3] | input[0]",
        "\"input\":[99999999999999] | input[0]",
        "\"input\":[300000] | input[0]",
        "\"input\":[[5],[7,2147483647]] | input[1][1]",
        "\"input\":\"a\",\"dimensions\":0 | dimensions",
        "\"input\":\"a\",\"dimensions\":1537 | dimensions",
        "\"input\":\"a\",\"dimensions\":1.5 | dimensions",
        "\"input\":\"a\",\"dimensions\":\"many\" | dimensions",
        "\"input\":\"a\",\"encoding_format\":\"hex\" | encoding_format",
        "\"input\":\"a\",\"encoding_format\":5 | encoding_format",
        "\"input\":\"a\",\"user\":5 | user",
        "\"input\":\"a\",\"seed\":\"x\" | seed",
        "\"input\":\"a\",\"simulation\":5 | simulation",
        "\"input\":\"a\",\"simulation\":{\"output_tokens\":0} | simulation.output_tokens",
        "\"input\":\"a\",\"simulation\":{\"ttft\":-1} | simulation.ttft"
      })
  void aFaultOfAnEmbeddingRequestIsNamed(String fields, String param) {
    JsonNode error = refused("embeddings", embed(fields));

    assertThat(error.get("param").asText()).isEqualTo(param);
    assertThat(error.get("message").asText()).contains(param).contains("(expected: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | input",
        "{\"input\":5} | input",
        "{\"input\":[]} | input",
        "{\"input\":[\"a\",5]} | input[1]",
        "{\"input\":[\"a\",{\"type\":\"text\",\"text\":\"b\"}]} | input[1]",
        "{\"input\":[{\"type\":\"text\",\"text\":\"b\"},\"a\"]} | input[1].type",
        "{\"input\":[{\"type\":\"smell\"}]} | input[0].type",
        "{\"input\":[{\"type\":\"text\"}]} | input[0].text",
        "{\"input\":[{\"type\":\"text\",\"text\":5}]} | input[0].text",
        "{\"input\":[{\"type\":\"image_url\"}]} | input[0].image_url.url",
        "{\"input\":[{\"type\":\"image_url\",\"image_url\":{\"url\":5}}]} | input[0].image_url.url",
        "{\"input\":\"a\",\"model\":5} | model"
      })
  void aFaultOfAModerationRequestIsNamed(String body, String param) {
    assertThat(refused("moderations", body).get("param").asText()).isEqualTo(param);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"documents\":[\"a\"] | query",
        "\"query\":\" \",\"documents\":[\"a\"] | query",
        "\"query\":5,\"documents\":[\"a\"] | query",
        "\"query\":\"q\" | documents",
        "\"query\":\"q\",\"documents\":\"a\" | documents",
        "\"query\":\"q\",\"documents\":[] | documents",
        "\"query\":\"q\",\"documents\":[\"a\",5] | documents[1]",
        "\"query\":\"q\",\"documents\":[[\"a\"]] | documents[0]",
        "\"query\":\"q\",\"documents\":[{}] | documents[0].text",
        "\"query\":\"q\",\"documents\":[{\"text\":5}] | documents[0].text",
        "\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":0 | top_n",
        "\"query\":\"q\",\"documents\":[\"a\"],\"top_n\":\"x\" | top_n",
        "\"query\":\"q\",\"documents\":[\"a\"],\"return_documents\":1 | return_documents",
        "\"query\":\"q\",\"documents\":[\"a\"],\"max_tokens_per_doc\":0 | max_tokens_per_doc"
      })
  void aFaultOfARerankRequestIsNamed(String fields, String param) {
    JsonNode error = refused("rerank", "{\"model\":\"rerank-v3.5\"," + fields + "}");
    assertThat(error.get("param").asText()).isEqualTo(param);
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThat(
            refused("embeddings", "{\"input\":\"\",\"dimensions\":0,\"user\":5}")
                .get("message")
                .asText())
        .contains("model: missing")
        .contains("input: \"\"")
        .contains("dimensions: 0")
        .contains("user: 5");
  }

  @ParameterizedTest
  @CsvSource({
    "embeddings, gpt-4o, embeddings",
    "embeddings, rerank-v3.5, embeddings",
    "moderations, text-embedding-3-small, content_moderation",
    "rerank, text-embedding-3-small, reranking"
  })
  void aModelThatIsNotKnownToServeItIsRefused(String endpoint, String model, String needed) {
    String body =
        "{\"model\":\"%s\",\"input\":\"a\",\"query\":\"q\",\"documents\":[\"a\"]}".formatted(model);
    JsonNode error = refused(endpoint, body);

    assertThat(error.get("code").asText()).isEqualTo("unsupported_endpoint");
    assertThat(error.get("param").asText()).isEqualTo("model");
    assertThat(error.get("message").asText())
        .contains(model)
        .contains("(expected: a model whose " + needed + " is true)");
  }

  @Test
  void anUnknownModelIsNotFound() {
    JsonNode error =
        Api.error(404, post("embeddings", "{\"model\":\"text-embedding-9\",\"input\":\"a\"}"));
    assertThat(error.get("code").asText()).isEqualTo("model_not_found");
  }

  @Test
  void imagesAreRefusedByAModelOfText() {
    String image =
        "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]";
    JsonNode error =
        refused("moderations", "{\"model\":\"text-moderation-latest\",\"input\":" + image + "}");
    assertThat(error.get("code").asText()).isEqualTo("unsupported_feature");
  }

  @Test
  void tooManyInputsAreRefused() {
    String inputs = "\"a\",".repeat(2048) + "\"a\"";
    assertThat(refused("embeddings", embed("\"input\":[" + inputs + "]")).get("message").asText())
        .isEqualTo("input: 2049 elements (expected: an array of 1 to 2,048 elements)");
    refused("moderations", "{\"input\":[" + inputs + "]}");
    String documents = "\"a\",".repeat(10_000) + "\"a\"";
    refused(
        "rerank", "{\"model\":\"rerank-v3.5\",\"query\":\"q\",\"documents\":[" + documents + "]}");
  }

  @Test
  void anInputThatIsTooLongIsTheVendorsError() {
    JsonNode error =
        refused("embeddings", embed("\"input\":[\"a\",\"" + "word ".repeat(8_192) + "\"]"));
    assertThat(error.get("code").asText()).isEqualTo("context_length_exceeded");
    assertThat(error.get("message").asText())
        .isEqualTo("Invalid 'input[1]': maximum context length is 8192 tokens. It has 8193.");
    post("embeddings", embed("\"input\":\"" + "word ".repeat(8_191) + "\"")).then().statusCode(200);
    refused("moderations", "{\"input\":\"" + "word ".repeat(33_000) + "\"}");
  }

  @Test
  void allInputsTogetherMayBeTooLong() {
    String text = "\"" + "word ".repeat(8_000) + "\"";
    JsonNode error =
        refused("embeddings", embed("\"input\":[" + (text + ",").repeat(39) + text + "]"));
    assertThat(error.get("code").asText()).isEqualTo("max_tokens_per_request");
    assertThat(error.get("message").asText()).endsWith("max 300000 tokens per request");
  }

  @Test
  void aTextOfMegabytesIsRefusedAtOnce_orCut() {
    String megabytes = "a".repeat(15_000_000);
    assertThat(refused("embeddings", embed("\"input\":\"" + megabytes + "\"")).get("code").asText())
        .isEqualTo("context_length_exceeded");
    assertThat(refused("moderations", "{\"input\":\"" + megabytes + "\"}").get("code").asText())
        .isEqualTo("context_length_exceeded");
    post(
            "rerank",
            "{\"model\":\"rerank-v3.5\",\"query\":\"q\",\"documents\":[\"" + megabytes + "\"]}")
        .then()
        .statusCode(200);
    Api.error(413, post("embeddings", embed("\"input\":\"" + "a".repeat(17_000_000) + "\"")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"model\":\"m\",\"input\":NaN}",
        "{\"model\":\"m\",\"input\":[Infinity]}",
        "{\"model\":\"m\",\"input\":\"a\",\"input\":\"b\"}",
        "[]",
        "{"
      })
  void whatIsNoJsonIsRefused(String body) {
    for (String endpoint : new String[] {"embeddings", "moderations", "rerank"}) {
      assertThat(refused(endpoint, body).get("code").asText()).isEqualTo("malformed_body");
    }
  }

  @Test
  void deepArraysAreRefused() {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);
    assertThat(refused("embeddings", embed("\"input\":" + deep)).get("code").asText())
        .isEqualTo("malformed_body");
  }

  @Test
  void halvesOfSurrogatesAreText() {
    String half =
        "{\"model\":\"%s\",\"input\":\"\\ud83d\",\"query\":\"\\ude00\",\"documents\":[\"\\ud83d\"]}";
    post("embeddings", half.formatted("text-embedding-3-small")).then().statusCode(200);
    post("moderations", half.formatted("omni-moderation-latest")).then().statusCode(200);
    post("rerank", half.formatted("rerank-v3.5")).then().statusCode(200);
  }

  @Test
  void ofVeryManyFaultsTheFirstAreTold() {
    String many = "[1" + ",\"x\"".repeat(100_000) + "]";
    assertThat(refused("embeddings", embed("\"input\":" + many)).get("message").asText())
        .contains("input[100]: ")
        .doesNotContain("input[102]")
        .endsWith("at least 1 more fault (expected: none)");
  }

  @Test
  void otherMethodsAreRefused() {
    for (String endpoint : new String[] {"embeddings", "moderations", "rerank"}) {
      assertThat(Api.error(405, api.get("/v1/" + endpoint)).get("code").asText())
          .isEqualTo("method_not_allowed");
    }
  }
}
