package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** What a hand has changed is refused where it is no model, though its sum is right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | 1 | line 2",
        "5 | 1 | line 2",
        "`` | 1 | line 2",
        "{'id':'z/a'} | 1 | line 2",
        "{'id':5,'revision':1,'definition':{'id':'z/a'}} | 1 | line 2",
        "{'id':'z/b','revision':1,'definition':{'id':'z/a'}} | 1 | line 2",
        "{'id':'z/a','revision':-1,'definition':{'id':'z/a'}} | 1 | line 2",
        "{'id':'z/a','revision':9223372036854775808,'definition':{'id':'z/a'}} | 1 | line 2",
        "{'id':'z/a','revision':1.5,'definition':{'id':'z/a'}} | 1 | line 2",
        "{'id':'z/a','definition':{'id':'z/a'}} | 1 | line 2",
        "{'id':'z/a','revision':1,'definition':5} | 1 | line 2",
        "{'id':'z/a','revision':1,'definition':{'id':'z/a'},'layers':5} | 1 | line 2",
        "{'id':'z/a','revision':1e99999999999,'definition':{'id':'z/a'}} | 1 | line 2",
        "{'id':'z/a','revision':1,'definition':{'id':'z/a'}} | -1 | revision",
        "{'id':'z/a','revision':1,'definition':{'id':'z/a'}} | 9223372036854775808 | revision",
        "{'id':'z/a','revision':1,'definition':{'id':'z/a'}} | 'x' | revision"
      })
  void aForgedFile_isRefused_namingTheLine(String line, String revision, String where)
      throws Exception {
    String error = forged(line + "\n", revision, 1, 400).at("/error/message").asText();
    assertThat(error).startsWith("snapshot: " + where).contains("(expected: ");
    assertThat(api.ids("").size()).isGreaterThan(300);
  }

  @Test
  void modelsAreCounted() throws Exception {
    String line = "{'id':'z/a','revision':1,'definition':{'id':'z/a'}}\n";
    String error = forged(line, "1", 2, 400).at("/error/message").asText();
    assertThat(error).startsWith("snapshot: models: 2 (expected: 1");
    String twice = forged(line + line, "1", 2, 400).at("/error/message").asText();
    assertThat(twice).startsWith("snapshot: line 3: ").contains("z/a");
    assertThat(forged(line, "1", 1, 200).get("changes").asInt()).isGreaterThan(300);
  }

  private JsonNode forged(String lines, String revision, int models, int status) throws Exception {
    String body = lines.replace('\'', '"');
    byte[] sum = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
    String head =
        "{'understudy_snapshot':1,'epoch':'e','revision':%s,'models':%d,'sha256':'%s'}\n"
            .formatted(revision, models, HexFormat.of().formatHex(sum))
            .replace('\'', '"');
    return Api.tree(
        api.json(head + body).put("/v1/snapshot").then().statusCode(status).extract().response());
  }
}
