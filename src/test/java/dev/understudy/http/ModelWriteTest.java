package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.TestServer;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PUT, PATCH and DELETE of one model. */
class ModelWriteTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  private Response put(String id, String body) {
    return api.json(body).put("/v1/models/" + id);
  }

  private Response patch(String id, String body) {
    return api.request()
        .contentType("application/merge-patch+json")
        .body(body)
        .patch("/v1/models/" + id);
  }

  @Test
  void putCreatesThenReplaces() {
    put("acme/put-1", "{\"owned_by\":\"acme\",\"context_window\":1000}")
        .then()
        .statusCode(201)
        .header("location", "/v1/models/acme/put-1")
        .body("id", equalTo("acme/put-1"))
        .body("context_window", equalTo(1000))
        .body("origin", equalTo("api"));
    put("acme%2Fput-1", "{\"owned_by\":\"acme\"}")
        .then()
        .statusCode(200)
        .header("location", nullValue())
        .body("context_window", nullValue());
  }

  @Test
  void putTakesTheShortForm() {
    JsonNode model =
        Api.tree(
            put(
                "put-short",
                "{\"extends\":\"gpt-4o\",\"owned_by\":\"me\",\"cannot\":[\"vision\"],"
                    + "\"modalities\":{\"input\":[\"text\"],\"output\":[\"text\"]},"
                    + "\"latency_profile\":\"small\"}"));

    assertThat(model.get("context_window").asInt()).isEqualTo(128_000);
    assertThat(model.get("pricing").isNull()).isTrue();
    assertThat(model.get("capabilities").get("vision").asBoolean(true)).isFalse();
    assertThat(model.get("capabilities").get("tool_calling").asBoolean()).isTrue();
    assertThat(model.has("extends")).isFalse();
  }

  @Test
  void theFullFormPutBackChangesNothing() {
    for (String id : new String[] {"gpt-4o", "put-back"}) {
      if (id.equals("put-back")) {
        put(id, "{\"extends\":\"reasoning\",\"aliases\":[\"put-back-alias\"],\"owned_by\":\"me\"}");
      }
      Response read = api.get("/v1/models/" + id + "?view=full");
      JsonNode before = Api.tree(read);
      String revision = api.ok("/v1/stats").get("revision").asText();
      Response written = put(id, read.asString());

      written.then().statusCode(200);
      if (id.equals("put-back")) {
        assertThat(api.ok("/v1/stats").get("revision").asText()).isEqualTo(revision);
        assertThat(written.header("etag")).isEqualTo(read.header("etag"));
        assertThat(Api.tree(written)).isEqualTo(before);
      } else {
        // It stands above the catalog's now, and says so.
        ((ObjectNode) before).put("origin", "api");
        assertThat(Api.tree(written)).isEqualTo(before);
      }
    }
  }

  @Test
  void everyModelsFullFormCanBePutUnderANewId() {
    for (JsonNode model : api.everyModel()) {
      ObjectNode copy = model.deepCopy();
      copy.put("id", "copy-of-it").putArray("aliases");
      Response written = put("copy-of-it", copy.toString());
      assertThat(written.statusCode()).as(written.asString()).isIn(200, 201);
      assertThat(stated(Api.tree(written))).isEqualTo(stated(copy.put("origin", "api")));
    }
    api.request().delete("/v1/models/copy-of-it").then().statusCode(204);
  }

  /** Without what follows from the id. */
  private static JsonNode stated(JsonNode model) {
    ObjectNode stated = model.deepCopy();
    model.get("derived").forEach(field -> stated.remove(field.asText()));
    return stated.remove(List.of("derived", "tags"));
  }

  @Test
  void theBodysIdMustBeThePathsId() {
    JsonNode error = Api.error(400, put("put-a", "{\"id\":\"put-b\",\"owned_by\":\"me\"}"));

    assertThat(error.get("param").asText()).isEqualTo("id");
    assertThat(error.get("message").asText()).contains("put-b").contains("put-a");
    api.error(404, "/v1/models/put-a?resolve=strict");
  }

  @Test
  void everyFaultIsToldWithItsPath() {
    JsonNode error =
        Api.error(
            400,
            put(
                "put-faulty",
                "{\"context_window\":-3,\"created\":\"soon\",\"colour\":\"red\","
                    + "\"latency_profile\":{\"ttft_mean\":1,\"itl_mean\":-1},"
                    + "\"aliases\":[\"ok\",\"not ok\"],\"capabilities\":{\"vision\":\"yes\"}}"));

    assertThat(error.get("code").asText()).isEqualTo("invalid_model");
    assertThat(error.get("message").asText())
        .contains("context_window: -3")
        .contains("created: ")
        .contains("colour: ")
        .contains("latency_profile.itl_mean: -1")
        .contains("aliases[1]: not ok")
        .contains("capabilities.vision: ");
  }

  @ParameterizedTest
  @CsvSource({"a%20b", "a%3Fb", "a%25b", "%00", "a%2F%2Fb", "a/.%2Fb", "a%2F..%2Fb", "%C3%A4"})
  void aBadIdIsRefused(String id) {
    JsonNode error = Api.error(400, put(id, "{\"owned_by\":\"me\"}"));

    assertThat(error.get("param").asText()).isEqualTo("id");
  }

  @Test
  void anIdThatEndsLikeASubResourceCannotBeWritten() {
    JsonNode error = Api.error(400, put("a%2Fcost", "{\"owned_by\":\"me\"}"));

    assertThat(error.get("message").asText()).contains("a last segment other than");
    assertThat(put("a/cost", "{}").statusCode()).isEqualTo(405);
  }

  @Test
  void patchMergesAndNullMakesUnknown() {
    put(
        "patch-1",
        "{\"owned_by\":\"me\",\"context_window\":1000,\"tags\":[\"a\",\"b\"],"
            + "\"metadata\":{\"x\":1,\"y\":2}}");
    patch(
            "patch-1",
            "{\"context_window\":null,\"max_output_tokens\":50,\"tags\":[\"c\"],"
                + "\"metadata\":{\"x\":null,\"z\":3}}")
        .then()
        .statusCode(200)
        .body("context_window", nullValue())
        .body("max_output_tokens", equalTo(50))
        .body("owned_by", equalTo("me"))
        .body("tags", equalTo(List.of("c")))
        .body("metadata", equalTo(Map.of("y", 2, "z", 3)));
  }

  @Test
  void aPatchOfACatalogModelKeepsTheRest() {
    JsonNode before = api.ok("/v1/models/claude-3-opus-20240229?view=full");
    JsonNode after = Api.tree(patch("claude-3-opus-20240229", "{\"context_window\":150000}"));

    assertThat(after).isEqualTo(((ObjectNode) before.deepCopy()).put("context_window", 150_000));
  }

  @Test
  void aPatchWithoutEffectKeepsRevisionAndTag() {
    Response first = patch("gpt-4.1", "{\"description\":\"patched\"}");
    String revision = api.ok("/v1/stats").get("revision").asText();
    Response second = patch("gpt-4.1", "{\"description\":\"patched\"}");

    assertThat(second.header("etag")).isEqualTo(first.header("etag"));
    assertThat(patch("gpt-4.1", "{}").header("etag")).isEqualTo(first.header("etag"));
    assertThat(api.ok("/v1/stats").get("revision").asText()).isEqualTo(revision);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"other\"} | id",
        "{\"context_window\":\"big\"} | context_window",
        "{\"colour\":1} | colour",
        "{\"status\":\"gone\"} | status"
      })
  void aPatchThatFitsNoModelIsRefused(String body, String param) {
    String before = api.send("GET", "/v1/models/gpt-4").headers().firstValue("etag").orElseThrow();

    assertThat(Api.error(400, patch("gpt-4", body)).get("param").asText()).isEqualTo(param);
    assertThat(api.send("GET", "/v1/models/gpt-4").headers().firstValue("etag")).contains(before);
  }

  @Test
  void aPatchOfNothingIs404() {
    assertThat(Api.error(404, patch("no-such-model", "{}")).get("code").asText())
        .isEqualTo("model_not_found");
  }

  @Test
  void deleteIsFinal() {
    put("delete-1", "{\"owned_by\":\"me\"}");
    Response deleted = api.request().delete("/v1/models/delete-1");

    deleted.then().statusCode(204);
    assertThat(deleted.asByteArray()).isEmpty();
    api.error(404, "/v1/models/delete-1?resolve=strict");
    assertThat(Api.error(404, api.request().delete("/v1/models/delete-1")).get("code").asText())
        .isEqualTo("model_not_found");
  }

  @Test
  void aDeletedCatalogModelCanBeWrittenAnew() {
    api.request().delete("/v1/models/o1-mini").then().statusCode(204);
    assertThat(api.ids("")).doesNotContain("o1-mini");
    put("o1-mini", "{\"owned_by\":\"me\"}").then().statusCode(201);
    assertThat(api.ok("/v1/models/o1-mini").get("owned_by").asText()).isEqualTo("me");
  }
}
