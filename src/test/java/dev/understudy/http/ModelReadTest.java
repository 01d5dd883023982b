package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One model by id, alias, or what comes near. */
class ModelReadTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/gpt-oss-120b",
        "openai%2Fgpt-oss-120b",
        "openai%2fgpt-oss-120b",
        "openai/gpt%2Doss-120b",
        "%6Fpenai/gpt-oss-120b"
      })
  void slashesStandRawOrEncoded(String id) {
    api.get("/v1/models/" + id)
        .then()
        .statusCode(200)
        .body("id", equalTo("openai/gpt-oss-120b"))
        .header("understudy-resolved", nullValue());
  }

  @Test
  void everyModelIsFoundByItsExactId() {
    for (JsonNode model : api.everyModel()) {
      String id = model.get("id").asText();
      assertThat(json("/v1/models/" + id + "?view=full&resolve=strict")).isEqualTo(model);
      assertThat(json("/v1/models/" + id.replace("/", "%2F")).get("id").asText()).isEqualTo(id);
    }
  }

  private JsonNode json(String path) {
    return Json.parse(api.send("GET", path).body());
  }

  @Test
  void everyAliasLeadsToItsModelAndSaysSo() {
    int aliases = 0;
    for (JsonNode model : api.everyModel()) {
      for (JsonNode alias : model.get("aliases")) {
        String name = alias.isTextual() ? alias.asText() : alias.get("name").asText();
        HttpResponse<byte[]> read = api.send("GET", "/v1/models/" + name + "?resolve=alias");
        assertThat(read.statusCode()).as(name).isEqualTo(200);
        assertThat(Api.header(read, "understudy-resolved"))
            .isEqualTo(model.get("id").asText() + "; via=alias");
        assertThat(api.send("GET", "/v1/models/" + name + "?resolve=strict").statusCode())
            .isEqualTo(404);
        aliases++;
      }
    }
    assertThat(aliases).isGreaterThan(50);
  }

  @ParameterizedTest
  @CsvSource({
    "GPT_4o, gpt-4o, normalized",
    "gpt-oss-120b, openai/gpt-oss-120b, owner_dropped",
    "llama%208b, meta-llama/Llama-3.1-8B-Instruct, policy"
  })
  void aReadIsFuzzyAndNamesWhatItFound(String name, String id, String via) {
    api.get("/v1/models/" + name)
        .then()
        .statusCode(200)
        .body("id", equalTo(id))
        .header("understudy-resolved", id + "; via=" + via);
    for (String mode : new String[] {"strict", "alias"}) {
      JsonNode error = api.error(404, "/v1/models/" + name + "?resolve=" + mode);
      assertThat(error.get("code").asText()).isEqualTo("model_not_found");
    }
  }

  @Test
  void idsAreCaseSensitive() {
    JsonNode error = api.error(404, "/v1/models/GPT-4O?resolve=strict");

    assertThat(error.get("did_you_mean")).extracting(JsonNode::asText).contains("gpt-4o");
  }

  @Test
  void anUnknownModelIsRefusedWithSuggestions() {
    JsonNode error = api.error(404, "/v1/models/gpt-4o-minii-x");

    assertThat(error.get("code").asText()).isEqualTo("model_not_found");
    assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
    assertThat(error.get("param").asText()).isEqualTo("model");
    assertThat(error.get("message").asText()).contains("gpt-4o-minii-x");
    assertThat(error.get("did_you_mean")).isNotEmpty();
  }

  @Test
  void aFineTuneIsDerivedFromWhatItsBaseResolvesTo() {
    String id = "ft:gpt-4o-mini-2024-07-18:acme:support:abc123";
    JsonNode model =
        Api.tree(
            api.get("/v1/models/" + id + "?view=full")
                .then()
                .statusCode(200)
                .header("understudy-resolved", id + "; via=fine_tune")
                .extract()
                .response());

    assertThat(model.get("id").asText()).isEqualTo(id);
    assertThat(model.get("base_model").asText()).isEqualTo("gpt-4o-mini");
    assertThat(model.get("parent").asText()).isEqualTo("gpt-4o-mini");
    assertThat(model.get("root").asText()).isEqualTo("gpt-4o-mini");
    assertThat(model.get("pricing").isNull()).isTrue();
    assertThat(model.get("context_window").asInt()).isEqualTo(128_000);
    assertThat(api.ids("")).doesNotContain(id);
    api.error(404, "/v1/models/" + id + "?resolve=strict");
  }

  @Test
  void capabilitiesStandBelowTheId() {
    JsonNode full = api.ok("/v1/models/openai/gpt-oss-120b?view=full");

    assertThat(api.ok("/v1/models/openai/gpt-oss-120b/capabilities"))
        .isEqualTo(full.get("capabilities"));
    assertThat(api.ok("/v1/models/openai%2Fgpt-oss-120b/capabilities"))
        .isEqualTo(full.get("capabilities"));
    api.get("/v1/models/gpt-oss-120b/capabilities")
        .then()
        .header("understudy-resolved", "openai/gpt-oss-120b; via=owner_dropped");
    api.error(404, "/v1/models/gpt-oss-120b/capabilities?resolve=strict");
  }

  @ParameterizedTest
  @ValueSource(strings = {"capabilities/more", "cost/more"})
  void whatComesLaterIsAnOrdinary404(String subResource) {
    api.error(404, "/v1/models/gpt-4o/" + subResource);
  }

  @ParameterizedTest
  @CsvSource({
    "view=short, view",
    "resolve=maybe, resolve",
    "limit=1, limit",
    "view=full&view=openai, view"
  })
  void parametersAreChecked(String query, String param) {
    assertThat(api.error(400, "/v1/models/gpt-4o?" + query).get("param").asText()).isEqualTo(param);
    String capabilities = "/v1/models/gpt-4o/capabilities?" + query;
    assertThat(api.error(400, capabilities).get("param").asText()).isEqualTo(param);
  }

  @Test
  void aModelsTagIsItsOwnAndEachViewHasOne() {
    HttpResponse<byte[]> brief = api.send("GET", "/v1/models/gpt-4o");
    String tag = Api.header(brief, "etag");
    String full = Api.header(api.send("GET", "/v1/models/gpt-4o?view=full"), "etag");
    api.json("{\"owned_by\":\"me\"}").put("/v1/models/read-1").then().statusCode(201);

    assertThat(full).isNotEqualTo(tag);
    for (String condition : new String[] {tag, "W/" + tag, "\"a\", " + tag, "*"}) {
      HttpResponse<byte[]> response =
          api.send("GET", "/v1/models/gpt-4o", "if-none-match", condition);
      assertThat(response.statusCode()).as(condition).isEqualTo(304);
      assertThat(Api.header(response, "etag")).isEqualTo(tag);
    }
    assertThat(api.send("GET", "/v1/models/gpt-4o", "if-none-match", full).statusCode())
        .isEqualTo(200);
    assertThat(Api.header(api.send("GET", "/v1/models/gpt-4o?resolve=strict"), "etag"))
        .isEqualTo(tag);
  }
}
