package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.models.ModelInfo;
import com.anthropic.models.models.ModelListParams;
import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The models as Anthropic's clients ask for them. */
class AnthropicModelsTest {

  private static final String MODELS = "/v1/models";

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  private Response ask(String path) {
    return api.request().header("anthropic-version", "2023-06-01").get(path);
  }

  private JsonNode answered(String path) {
    return Api.tree(ask(path).then().statusCode(200).extract().response());
  }

  @Test
  void theVendorsClient_pagesThroughAll() {
    AnthropicClient client =
        AnthropicOkHttpClient.builder().baseUrl(server.url()).apiKey("any").build();
    List<ModelInfo> all = new ArrayList<>();
    client.models().list(ModelListParams.builder().limit(50).build()).autoPager().forEach(all::add);
    ModelInfo opus = client.models().retrieve("claude-opus-4-6");

    assertThat(all).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    assertThat(all).extracting(ModelInfo::id).contains("claude-opus-4-6", "gpt-4o");
    assertThat(all).extracting(ModelInfo::createdAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(opus.displayName()).isEqualTo("Claude Opus 4.6");
    assertThat(opus.createdAt().getYear()).isEqualTo(2026);
  }

  @Test
  void aPage_isBehindOneModelOrAheadOfAnother() {
    JsonNode first = answered(MODELS + "?limit=2");
    String last = first.get("last_id").asText();
    JsonNode second = answered(MODELS + "?limit=2&after_id=" + last);
    JsonNode back = answered(MODELS + "?limit=2&before_id=" + second.get("first_id").asText());

    assertThat(first.get("data")).hasSize(2);
    assertThat(first.get("has_more").asBoolean()).isTrue();
    assertThat(first.at("/data/1/id").asText()).isEqualTo(last);
    assertThat(first.at("/data/0/type").asText()).isEqualTo("model");
    assertThat(back.get("data")).isEqualTo(first.get("data"));
    assertThat(back.get("has_more").asBoolean()).isFalse();
    assertThat(answered(MODELS).get("data")).hasSize(20);
  }

  @Test
  void itsErrors_haveItsShape() {
    ask(MODELS + "?limit=1001")
        .then()
        .statusCode(400)
        .body("type", equalTo("error"))
        .body("error.type", equalTo("invalid_request_error"))
        .header("request-id", startsWith("req_"));
    ask(MODELS + "?after_id=nobody").then().statusCode(400);
    ask(MODELS + "?after_id=gpt-4o&before_id=gpt-4o").then().statusCode(400);
    ask(MODELS + "/claude-nope?resolve=strict")
        .then()
        .statusCode(404)
        .body("error.type", equalTo("not_found_error"));
  }

  @Test
  void aBaseWithTheVersionTwice_orWithoutIt_isToldTheRoute() {
    api.json("{}")
        .post("/v1/v1/messages")
        .then()
        .statusCode(404)
        .body("type", equalTo("error"))
        .body("error.message", containsString("(expected: /v1/messages)"));
    api.json("{}")
        .post("/chat/completions")
        .then()
        .statusCode(404)
        .body("error.message", containsString("(expected: /v1/chat/completions)"));
  }
}
