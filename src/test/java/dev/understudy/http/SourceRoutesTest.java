package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code /v1/sources}. */
class SourceRoutesTest {

  @RegisterExtension
  private final TestServer server =
      new TestServer("sources_schemes=http", "sources_allow=127.0.0.1");

  private final Api api = new Api(server);
  private volatile String content = models("acme/one");
  private HttpServer remote;

  private static String models(String... ids) {
    return "{\"provider\":\"acme\",\"models\":[{\"id\":\""
        + String.join("\"},{\"id\":\"", ids)
        + "\"}]}";
  }

  @BeforeEach
  void serve() throws Exception {
    remote =
        server
            .vertx()
            .createHttpServer()
            .requestHandler(request -> request.response().putHeader("etag", "\"7\"").end(content))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void remove() {
    api.request().delete("/v1/sources/acme");
  }

  private String source() {
    return "{\"name\":\"acme\",\"url\":\"http://127.0.0.1:%d/m.json\",\"interval_seconds\":0}"
        .formatted(remote.actualPort());
  }

  private JsonNode refresh(String query) {
    return Api.tree(
        api.request()
            .post("/v1/sources/acme/refresh" + query)
            .then()
            .statusCode(200)
            .extract()
            .response());
  }

  @Test
  void source_isAdded_readRefreshedAndRemoved() {
    var added = api.json(source()).post("/v1/sources");
    added.then().statusCode(201).header("location", "/v1/sources/acme");
    assertThat(Api.tree(added).get("grace_days").intValue()).isEqualTo(7);
    JsonNode refreshed = refresh("");
    assertThat(refreshed.at("/source/state").textValue()).isEqualTo("ok");
    assertThat(refreshed.at("/source/models").intValue()).isEqualTo(1);
    assertThat(refreshed.at("/source/next_run").isNull()).isTrue();
    assertThat(api.ok("/v1/models/acme/one?view=full").get("origin").textValue())
        .isEqualTo("source:acme");
    assertThat(api.ids("?origin=source")).containsExactly("acme/one");
    JsonNode listed = api.ok("/v1/sources").at("/data/0");
    assertThat(listed).isEqualTo(api.ok("/v1/sources/acme"));
    assertThat(listed.get("etag").textValue()).isEqualTo("\"7\"");
    assertThat(listed.get("last_error").isNull()).isTrue();
    api.request().delete("/v1/sources/acme").then().statusCode(204);
    api.error(404, "/v1/sources/acme");
    api.error(404, "/v1/models/acme/one?resolve=strict");
  }

  @Test
  void dryRunAndForce_sayWhatTheyDo() {
    api.json(source()).post("/v1/sources").then().statusCode(201);
    refresh("");
    content = models("acme/two");
    JsonNode error = Api.error(409, api.request().post("/v1/sources/acme/refresh?dry_run=true"));
    assertThat(error.get("code").textValue()).isEqualTo("source_shrunk");
    JsonNode preview = refresh("?dry_run=true&force=true");
    assertThat(preview.get("dry_run").booleanValue()).isTrue();
    assertThat(preview.at("/added/0").textValue()).isEqualTo("acme/two");
    api.error(404, "/v1/models/acme/two?resolve=strict");
    JsonNode forced = refresh("?force=true");
    assertThat(forced.at("/deprecated/0").textValue()).isEqualTo("acme/one");
    assertThat(api.ok("/v1/models/acme/one?view=full").get("status").textValue())
        .isEqualTo("deprecated");
    content = "[";
    error = Api.error(502, api.request().post("/v1/sources/acme/refresh"));
    assertThat(error.get("code").textValue()).isEqualTo("source_failed");
    assertThat(error.get("message").textValue()).contains("valid JSON");
  }

  @Test
  void wrongRequests_areRefused() {
    JsonNode error =
        Api.error(400, api.json("{\"name\":\"acme\",\"url\":\"https://h/\"}").post("/v1/sources"));
    assertThat(error.get("param").textValue()).isEqualTo("url");
    assertThat(error.get("message").textValue()).contains("sources_schemes");
    error = Api.error(400, api.json("{\"name\":\"a\",\"every\":5}").post("/v1/sources"));
    assertThat(error.get("message").textValue()).contains("url").contains("every");
    api.error(400, "/v1/sources?x=1");
    Api.error(405, api.request().put("/v1/sources"));
    Api.error(405, api.request().put("/v1/sources/acme"));
    Api.error(405, api.request().get("/v1/sources/acme/refresh"));
    Api.error(404, api.request().post("/v1/sources/acme/refresh"));
    Api.error(400, api.request().post("/v1/sources/acme/refresh?dry_run=maybe"));
  }

  private boolean isCounted(String result, double times) {
    String line = "understudy_sources_refreshes_total{result=\"%s\"} %s".formatted(result, times);
    return api.get("/metrics").asString().contains(line);
  }

  @Test
  void refreshesAreCounted_byResult_dryRunsAreNot() {
    api.json(source()).post("/v1/sources").then().statusCode(201);
    refresh("?dry_run=true&force=true"); // after the first
    assertThat(isCounted("taken", 1) && isCounted("unchanged", 0)).isTrue();
    refresh("");
    content = "[";
    Api.error(502, api.request().post("/v1/sources/acme/refresh?dry_run=true"));
    assertThat(isCounted("failed", 0)).isTrue();
    Api.error(502, api.request().post("/v1/sources/acme/refresh"));
    assertThat(isCounted("taken", 1) && isCounted("unchanged", 1)).isTrue();
    assertThat(isCounted("failed", 1)).isTrue();
    assertThat(api.get("/metrics").asString()).doesNotContain("acme");
  }
}
