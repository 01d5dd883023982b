package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots: all that a registry holds, in one file. */
class SnapshotRoutesTest {

  @RegisterExtension private final TestServer server = new TestServer();

  private final Api api = new Api(server);

  private String written() {
    api.json("{\"extends\": \"chat\", \"owned_by\": \"acme\"}").put("/v1/models/acme/m");
    api.json("{\"max_output_tokens\": 7}").patch("/v1/models/o3").then().statusCode(200);
    api.request().delete("/v1/models/gpt-4o").then().statusCode(204);
    return api.get("/v1/snapshot").asString();
  }

  @Test
  void restore_bringsBackAllLayers_asOneRevision() {
    String snapshot = written();
    List<JsonNode> before = api.everyModel();
    api.request().delete("/v1/models/acme/m").then().statusCode(204);
    api.json("{\"max_output_tokens\": 8}").patch("/v1/models/o3").then().statusCode(200);
    api.json("{\"extends\": \"chat\"}").put("/v1/models/gpt-4o").then().statusCode(201);
    api.json("{\"extends\": \"chat\"}").put("/v1/models/acme/more").then().statusCode(201);
    long revision = api.ok("/v1/stats").get("revision").asLong();

    JsonNode restored = Api.tree(api.json(snapshot).put("/v1/snapshot"));

    assertThat(restored.get("revision").asLong()).isEqualTo(revision + 1);
    assertThat(api.everyModel()).isEqualTo(before);
    assertThat(api.ok("/v1/models/o3?layers=true").at("/written").asText()).isEqualTo("patch");
    assertThat(api.ok("/v1/models/gpt-4o?layers=true").at("/written").asText())
        .isEqualTo("tombstone");
    JsonNode again = Api.tree(api.json(snapshot).put("/v1/snapshot"));
    assertThat(again.toString()).isEqualTo("{\"revision\":" + (revision + 1) + ",\"changes\":0}");
  }

  @Test
  void snapshot_isAFileInJavaToo(@TempDir Path folder) throws Exception {
    written();
    Path file = folder.resolve("models.snapshot");
    server.server().saveToFile(file).await(10, TimeUnit.SECONDS);
    assertThat(file).content().startsWith("{\"understudy_snapshot\":1,");
    api.request().delete("/v1/models/acme/m").then().statusCode(204);
    server.server().loadFromFile(file).await(10, TimeUnit.SECONDS);
    assertThat(api.ok("/v1/models/acme/m?resolve=strict").get("owned_by").asText())
        .isEqualTo("acme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut", "flipped", "longer", "later", "empty", "other"})
  void damaged_isRefused_andNothingChanges(String damage) {
    String whole = written();
    String damaged =
        switch (damage) {
          case "cut" -> whole.substring(0, whole.length() / 2);
          case "flipped" -> whole.replace("\"acme/m\"", "\"acme/n\"");
          case "longer" -> whole + "{}\n";
          case "later" -> whole.replace("\"understudy_snapshot\":1", "\"understudy_snapshot\":2");
          case "empty" -> "{}";
          default -> "{\"understudy_snapshot\": 1}";
        };
    long revision = api.ok("/v1/stats").get("revision").asLong();
    JsonNode error = Api.error(400, api.json(damaged).put("/v1/snapshot"));
    assertThat(error.get("message").asText()).startsWith("snapshot: ").contains("(expected: ");
    assertThat(api.ok("/v1/stats").get("revision").asLong()).isEqualTo(revision);
  }

  @Test
  void restore_underATag_isMadeOnlyIfNothingHasChanged() {
    String snapshot = written();
    String old = Api.header(api.send("GET", "/v1/models"), "etag");
    api.request().delete("/v1/models/acme/m").then().statusCode(204);
    for (String tag : new String[] {old, "\"other-1\"", "W/" + old, "x"}) {
      JsonNode error =
          Api.error(412, api.json(snapshot).header("if-match", tag).put("/v1/snapshot"));
      assertThat(error.get("message").asText()).contains("registry", "(expected: ");
    }
    Api.error(412, api.json(snapshot).header("if-none-match", "*").put("/v1/snapshot"));
    api.error(404, "/v1/models/acme/m?resolve=strict");
    String now = Api.header(api.send("GET", "/v1/models?family=gpt"), "etag");
    api.json(snapshot).header("if-match", now).put("/v1/snapshot").then().statusCode(200);
    api.json(snapshot).header("if-match", "*").put("/v1/snapshot").then().statusCode(200);
    assertThat(api.ok("/v1/models/acme/m?resolve=strict").get("id").asText()).isEqualTo("acme/m");
  }
}
