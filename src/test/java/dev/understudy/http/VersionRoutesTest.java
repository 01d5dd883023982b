package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What models were, over HTTP. */
class VersionRoutesTest {

  @RegisterExtension private final TestServer server = new TestServer();

  private final Api api = new Api(server);

  /**
   * Revision 1 is the catalog; 2 to 4 are versions 1.0, 1.1 and none of acme/m; 5 is version 2.0.
   */
  @BeforeEach
  void writeHistory() {
    put(
        "acme/m",
        "{'extends': 'chat', 'version': '1.0', 'aliases': ['best'], 'pricing': {'input_per_million': 1}}");
    api.json("{\"version\": \"1.1\", \"pricing\": {\"input_per_million\": 3}}")
        .patch("/v1/models/acme/m")
        .then()
        .statusCode(200);
    api.request().delete("/v1/models/acme/m").then().statusCode(204);
    put("acme/m", "{'extends': 'chat', 'version': '2.0'}");
  }

  private void put(String id, String body) {
    api.json(body.replace('\'', '"')).put("/v1/models/" + id).then().statusCode(201);
  }

  private static List<String> each(JsonNode list, String field) {
    List<String> values = new ArrayList<>();
    list.get("data").forEach(entry -> values.add(entry.path(field).asText()));
    return values;
  }

  @Test
  void versions_areListed_theLatestFirst_inPages() {
    JsonNode all = api.ok("/v1/models/acme/m/versions");
    assertThat(each(all, "revision")).containsExactly("5", "4", "3", "2");
    assertThat(each(all, "version")).containsExactly("2.0", "null", "1.1", "1.0");
    assertThat(each(all, "kind")).containsExactly("added", "removed", "updated", "added");
    assertThat(all.at("/data/2/fields").toString()).isEqualTo("[\"version\",\"pricing\"]");
    assertThat(all.at("/data/0").has("model")).isFalse();
    assertThat(all.get("has_more").booleanValue()).isFalse();

    JsonNode first = api.ok("/v1/models/acme/m/versions?limit=3&view=full");
    assertThat(first.get("has_more").booleanValue()).isTrue();
    assertThat(first.at("/data/2/model/version").asText()).isEqualTo("1.1");
    String before = first.get("before").asText();
    JsonNode second = api.ok("/v1/models/acme/m/versions?limit=3&before=" + before);
    assertThat(each(second, "revision")).containsExactly("2");
  }

  @Test
  void oneVersion_byLabelOrRevision() {
    assertThat(api.ok("/v1/models/acme/m?view=full&version=1.0").at("/pricing/input_per_million"))
        .hasToString("1");
    assertThat(api.ok("/v1/models/acme/m?view=full&version=3").get("version").asText())
        .isEqualTo("1.1");
    api.get("/v1/models/acme/m?version=1.0").then().header("understudy-version", "2");
    JsonNode gone = api.error(404, "/v1/models/acme/m?version=4");
    assertThat(gone.get("code").asText()).isEqualTo("version_not_found");
    assertThat(gone.get("message").asText()).contains("removed at revision 4");
  }

  @Test
  void label_goesBeforeRevision() {
    put("acme/n", "{'extends': 'chat', 'version': '3'}");
    put("acme/o", "{'extends': 'chat', 'version': '9'}");
    api.json("{\"version\": \"10\"}").patch("/v1/models/acme/n").then().statusCode(200);
    assertThat(api.ok("/v1/models/acme/n?view=full&version=3").get("version").asText())
        .isEqualTo("3");
  }

  @Test
  void diff_tellsFieldsBeforeAndAfter() {
    JsonNode diff = api.ok("/v1/models/acme/m/versions?from=1.0&to=1.1");
    assertThat(diff.at("/from/revision").asInt()).isEqualTo(2);
    assertThat(diff.at("/to/revision").asInt()).isEqualTo(3);
    assertThat(diff.at("/fields")).hasSize(2);
    assertThat(diff.at("/fields/0").toString())
        .isEqualTo("{\"field\":\"version\",\"before\":\"1.0\",\"after\":\"1.1\"}");
    assertThat(diff.at("/fields/1/after/input_per_million").asInt()).isEqualTo(3);
    JsonNode toLatest = api.ok("/v1/models/acme/m/versions?from=1.1");
    assertThat(toLatest.at("/to/version").asText()).isEqualTo("2.0");
  }

  @Test
  void rollBack_isANewRevision_underItsPrecondition() {
    String tag = api.get("/v1/models/acme/m").header("etag");
    String body = "{\"roll_back_to\": \"1.1\"}";
    JsonNode rolled =
        Api.tree(api.json(body).header("if-match", tag).post("/v1/models/acme/m/versions"));
    assertThat(rolled.get("version").asText()).isEqualTo("1.1");
    assertThat(rolled.at("/pricing/input_per_million").asInt()).isEqualTo(3);
    JsonNode newest = api.ok("/v1/models/acme/m/versions?limit=1").at("/data/0");
    assertThat(newest.get("cause").asText()).isEqualTo("rollback");
    assertThat(newest.get("revision").asInt()).isEqualTo(6);
    Api.error(412, api.json(body).header("if-match", tag).post("/v1/models/acme/m/versions"));
    api.json("{\"roll_back_to\": 6}").post("/v1/models/acme/m/versions").then().statusCode(200);
    assertThat(api.ok("/v1/stats").get("revision").asInt())
        .as("no change, no revision")
        .isEqualTo(6);
  }

  @Test
  void rollBack_ofACatalogsModel_followsTheCatalogAgain() {
    api.json("{\"max_output_tokens\": 7}").patch("/v1/models/o3").then().statusCode(200);
    api.json("{\"roll_back_to\": 1}").post("/v1/models/o3/versions").then().statusCode(200);
    assertThat(api.ok("/v1/models/o3?layers=true").get("written").isNull()).isTrue();
  }

  @Test
  void rollBack_ofADeletedModel_followsTheCatalog_alsoWhereAPatchSaidTheSame() {
    api.json("{\"max_output_tokens\": 7}").patch("/v1/models/o3").then().statusCode(200);
    api.json("{\"max_output_tokens\": 100000}").patch("/v1/models/o3").then().statusCode(200);
    String body = "{\"roll_back_to\": 7}";
    api.json(body).post("/v1/models/o3/versions").then().statusCode(200);
    assertThat(api.ok("/v1/models/o3?layers=true").get("written").asText()).isEqualTo("patch");
    api.request().delete("/v1/models/o3").then().statusCode(204);
    api.json(body).post("/v1/models/o3/versions").then().statusCode(200);
    assertThat(api.ok("/v1/models/o3?layers=true").get("written").isNull()).isTrue();
  }

  @Test
  void rollBack_toAPatch_isThatPatchAgain() {
    api.json("{\"max_output_tokens\": 7}").patch("/v1/models/o3").then().statusCode(200);
    api.json("{\"max_output_tokens\": 8}").patch("/v1/models/o3").then().statusCode(200);
    api.json("{\"roll_back_to\": 6}").post("/v1/models/o3/versions").then().statusCode(200);
    JsonNode layers = api.ok("/v1/models/o3?layers=true");
    assertThat(layers.get("written").asText()).isEqualTo("patch");
    assertThat(layers.get("patch").toString()).isEqualTo("{\"max_output_tokens\":7}");
  }

  @Test
  void layers_ofTunedModels_areNone() {
    JsonNode tuned = api.ok("/v1/models/ft:gpt-4o:acme::j1?layers=true");
    assertThat(tuned.get("written").isNull()).isTrue();
    assertThat(tuned.at("/model/id").asText()).isEqualTo("ft:gpt-4o:acme::j1");
  }

  @Test
  void aliases_inPages_sayUntilWhen() {
    put("acme/other", "{'extends': 'chat', 'aliases': ['best']}");
    JsonNode first = api.ok("/v1/aliases?name=best&limit=1");
    assertThat(first.get("before").asText()).isEqualTo("6");
    JsonNode second = api.ok("/v1/aliases?name=best&before=6");
    assertThat(each(second, "revision")).containsExactly("4", "2");
    assertThat(second.at("/data/0/until")).isEqualTo(first.at("/data/0/from"));
  }

  @Test
  void rollBack_toANameOfAnotherModelNow_isRefusedWhole() {
    put("acme/other", "{'extends': 'chat', 'aliases': ['best']}");
    JsonNode error =
        Api.error(409, api.json("{\"roll_back_to\": \"1.0\"}").post("/v1/models/acme/m/versions"));
    assertThat(error.get("code").asText()).isEqualTo("name_conflict");
    JsonNode alias =
        Api.error(409, api.json("{\"roll_back_to\": 6}").post("/v1/models/best/versions"));
    assertThat(alias.get("code").asText()).isEqualTo("alias_not_writable");
  }

  @Test
  void cost_ofAnEarlierVersion() {
    String million = "{\"input_tokens\": 1000000}";
    assertThat(cost("?version=1.0", million)).isEqualTo("1");
    assertThat(cost("?version=3", million)).isEqualTo("3");
    assertThat(cost("", million)).isEqualTo("null");
  }

  private String cost(String query, String body) {
    return Api.tree(api.json(body).post("/v1/models/acme/m/cost" + query)).get("cost").asText();
  }

  @Test
  void changes_arePaged_alsoWithinARevision() {
    String two =
        "[{\"id\": \"a/1\", \"extends\": \"chat\"}, {\"id\": \"a/2\", \"extends\": \"chat\"}]";
    api.json(two).post("/v1/models").then().statusCode(201);
    List<String> seen = new ArrayList<>();
    String since = "1";
    JsonNode page;
    do {
      page = api.ok("/v1/changes?limit=1&since=" + since);
      page.get("data")
          .forEach(
              change ->
                  seen.add(
                      change.get("revision")
                          + "."
                          + change.get("position")
                          + change.get("kind").asText()));
      since = page.get("next").asText();
    } while (page.get("has_more").booleanValue());
    assertThat(seen)
        .containsExactly(
            "2.0added", "3.0updated", "4.0removed", "5.0added", "6.0added", "6.1added");
    assertThat(since).isEqualTo("6");
    assertThat(api.ok("/v1/changes?since=6").get("data")).isEmpty();
    assertThat(api.ok("/v1/changes?limit=1000").get("data").size()).isGreaterThan(300);
    assertThat(api.ok("/v1/changes?since=5").at("/data/0/model/id").asText()).isEqualTo("a/1");
  }

  @Test
  void aliases_keepTheirHistory() {
    put("acme/other", "{'extends': 'chat', 'aliases': ['best']}");
    JsonNode history = api.ok("/v1/aliases?name=best");
    assertThat(each(history, "model")).containsExactly("acme/other", "null", "acme/m");
    assertThat(each(history, "revision")).containsExactly("6", "4", "2");
    assertThat(history.at("/data/0/until").isNull()).isTrue();
    assertThat(history.at("/data/1/until").isNull()).isFalse();
    assertThat(api.ok("/v1/aliases?name=never").get("data")).isEmpty();
  }

  @Test
  void layers_tellWhatWasWrittenAndWhatLiesBeneath() {
    api.json("{\"max_output_tokens\": 7}").patch("/v1/models/o3").then().statusCode(200);
    JsonNode patched = api.ok("/v1/models/o3?layers=true");
    assertThat(patched.at("/written").asText()).isEqualTo("patch");
    assertThat(patched.get("overrides").toString()).isEqualTo("[\"max_output_tokens\"]");
    assertThat(patched.get("origin").asText()).isEqualTo("catalog:openai.json");
    assertThat(patched.at("/beneath/max_output_tokens").asInt()).isEqualTo(100_000);
    assertThat(patched.at("/model/max_output_tokens").asInt()).isEqualTo(7);

    api.request().delete("/v1/models/gpt-4o").then().statusCode(204);
    JsonNode deleted = api.ok("/v1/models/gpt-4o?layers=true");
    assertThat(deleted.at("/written").asText()).isEqualTo("tombstone");
    assertThat(deleted.at("/beneath/id").asText()).isEqualTo("gpt-4o");
    assertThat(deleted.get("model").isNull()).isTrue();

    JsonNode written = api.ok("/v1/models/acme/m?layers=true");
    assertThat(written.at("/written").asText()).isEqualTo("whole");
    assertThat(written.get("beneath").isNull()).isTrue();
    api.error(404, "/v1/models/never-was?layers=true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /v1/models/acme/m?version=99             | 404 | version",
        "GET  | /v1/models/acme/m?version=abc            | 404 | version",
        "GET  | /v1/models/acme/m?version=99999999999999999999 | 404 | version",
        "GET  | /v1/models/acme/m?as_of=yesterday        | 400 | as_of",
        "GET  | /v1/models/acme/m?as_of=1999-01-01       | 404 | as_of",
        "GET  | /v1/models/acme/m?version=1.0&as_of=2026-01-01 | 400 | as_of",
        "GET  | /v1/models/never-was/versions            | 404 | id",
        "GET  | /v1/models/never-was/versions?before=5   | 404 | id",
        "GET  | /v1/models/best?version=1.0&resolve=strict | 400 | resolve",
        "GET  | /v1/models/acme/m?version=1.0&layers=true&view=full | 400 | version",
        "GET  | /v1/models/acme/m/versions?limit=0       | 400 | limit",
        "GET  | /v1/models/acme/m/versions?before=x      | 400 | before",
        "GET  | /v1/models/acme/m/versions?to=1.0        | 400 | to",
        "GET  | /v1/models/acme/m/versions?from=7.7      | 404 | from",
        "GET  | /v1/models/acme/m/versions?from=4&to=7.7 | 404 | from",
        "GET  | /v1/models/acme/m/versions?from=1.0&to=7.7 | 404 | to",
        "GET  | /v1/models/acme/m/versions?from=1.0&to=4 | 404 | to",
        "GET  | /v1/models/acme/m?version=1              | 404 | version",
        "GET  | /v1/models/acme/m?version=4              | 404 | version",
        "GET  | /v1/models/never-was?version=1           | 404 | version",
        "GET  | /v1/models/never-was?as_of=2026-11-24    | 404 | as_of",
        "GET  | /v1/models/acme/m?as_of=0001-01-01       | 404 | as_of",
        "GET  | /v1/models/acme/m?as_of=-1000000000-01-01T00:00:00Z | 404 | as_of",
        "GET  | /v1/models/acme/m/versions?nothing=1     | 400 | nothing",
        "POST | /v1/models/acme/m/versions               | 400 | roll_back_to",
        "PUT  | /v1/models/acme/m/versions               | 405 | ",
        "GET  | /v1/changes?since=-1                     | 400 | since",
        "GET  | /v1/changes?since=1000                   | 410 | since",
        "GET  | /v1/changes?limit=1001                   | 400 | limit",
        "POST | /v1/changes                              | 405 | ",
        "GET  | /v1/aliases                              | 400 | name"
      })
  void badInput_saysWhere(String method, String path, int status, String param) {
    JsonNode error = Api.error(status, api.json("{}").request(method, path));
    assertThat(error.get("param").asText("")).isEqualTo(param == null ? "" : param);
    assertThat(error.get("message").asText()).contains("(expected: ").hasSizeLessThan(400);
  }

  @ParameterizedTest
  @CsvSource({
    "{}",
    "{\"roll_back_to\": null}",
    "{\"roll_back_to\": 1.5}",
    "{\"roll_back_to\": []}"
  })
  void rollBack_toNothing_isRefused(String body) {
    JsonNode error = Api.error(400, api.json(body).post("/v1/models/acme/m/versions"));
    assertThat(error.get("param").asText()).isEqualTo("roll_back_to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7.7", "1", "4", "99"})
  void rollBack_toWhatNeverWas_saysWhere(String version) {
    JsonNode error =
        Api.error(
            404,
            api.json("{\"roll_back_to\": \"" + version + "\"}").post("/v1/models/acme/m/versions"));
    assertThat(error.get("param").asText()).isEqualTo("roll_back_to");
    assertThat(error.get("message").asText()).contains("(expected: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9999-12-31", "999999999999", "2262-04-12", "%2B1000000000-12-31T23:59:59Z"})
  void aFarTime_isTheLatestVersion(String time) {
    assertThat(api.ok("/v1/models/acme/m?view=full&as_of=" + time).get("version").asText())
        .isEqualTo("2.0");
    String cost = "/v1/models/acme/m/cost?as_of=" + time;
    api.json("{\"at\": \"" + time.replace("%2B", "+") + "\"}").post(cost).then().statusCode(200);
  }
}
