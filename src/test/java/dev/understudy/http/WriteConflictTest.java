package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import io.restassured.response.Response;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are taken, and writes that hold on condition. */
class WriteConflictTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  private static String model(String id) {
    return "{\"id\":\"" + id + "\",\"owned_by\":\"me\"}";
  }

  @Test
  void anExistingIdIs409UnlessItMayBeReplaced() {
    api.json(model("conflict-1")).post("/v1/models").then().statusCode(201);
    JsonNode error = Api.error(409, api.json(model("conflict-1")).post("/v1/models"));

    assertThat(error.get("code").asText()).isEqualTo("model_exists");
    assertThat(error.get("message").asText()).contains("conflict-1");
    assertThat(error.get("param").asText()).isEqualTo("id");
    api.json(model("conflict-1")).post("/v1/models?on_conflict=replace").then().statusCode(200);
    assertThat(Api.error(400, api.json("{}").post("/v1/models?on_conflict=maybe")).get("param"))
        .hasToString("\"on_conflict\"");
  }

  @Test
  void anAliasThatIsTakenIs409NamingBoth() {
    JsonNode byId =
        Api.error(409, api.json("{\"aliases\":[\"gpt-4o\"]}").put("/v1/models/conflict-alias-1"));
    api.json("{\"aliases\":[\"conflict-name\"]}").put("/v1/models/conflict-alias-2");
    JsonNode byAlias =
        Api.error(
            409, api.json("{\"aliases\":[\"conflict-name\"]}").put("/v1/models/conflict-alias-3"));

    assertThat(byId.get("code").asText()).isEqualTo("name_conflict");
    assertThat(byId.get("message").asText()).contains("gpt-4o").contains("conflict-alias-1");
    assertThat(byAlias.get("message").asText())
        .contains("conflict-name")
        .contains("conflict-alias-2")
        .contains("conflict-alias-3");
  }

  @Test
  void aWriteToAnAliasIs409NamingItsTarget() {
    api.json("{\"aliases\":[\"conflict-nick\"]}").put("/v1/models/conflict-target");
    String path = "/v1/models/conflict-nick";
    for (Response refused :
        new Response[] {
          api.json("{}").put(path),
          api.json("{}").patch(path),
          api.request().delete(path),
          api.json(model("conflict-nick")).post("/v1/models")
        }) {
      JsonNode error = Api.error(409, refused);
      assertThat(error.get("message").asText()).contains("conflict-nick", "conflict-target");
    }
    assertThat(api.ok("/v1/models/conflict-target").get("id").asText())
        .isEqualTo("conflict-target");
  }

  @Test
  void ifMatchTakesEveryRepresentationOfTheRevision() {
    String path = "/v1/models/match-1";
    int window = 10;
    api.json("{\"owned_by\":\"me\"}").put(path).then().statusCode(201);
    for (String query : new String[] {"", "?view=full"}) {
      for (String form : new String[] {"%s", "\"other\", %s", "W/\"weak\",%s", "*"}) {
        String tag = Api.header(api.send("GET", path + query), "etag");
        Response written =
            api.json("{\"context_window\":" + ++window + "}")
                .header("if-match", form.formatted(tag))
                .patch(path);
        assertThat(written.statusCode()).as(form).isEqualTo(200);
        assertThat(Api.header(api.send("GET", path + "?view=full"), "etag"))
            .isEqualTo(written.header("etag"));
      }
    }
  }

  @Test
  void ifMatchOfAnotherRevisionIs412OnEveryMethod() {
    String path = "/v1/models/match-2";
    String old = api.json("{\"owned_by\":\"me\"}").put(path).header("etag");
    api.json("{\"owned_by\":\"you\"}").put(path).then().statusCode(200);
    String weak = "W/" + Api.header(api.send("GET", path), "etag");
    for (String tag : new String[] {old, weak, "\"0123456789-1\"", "\"x\"", "x", ""}) {
      for (Response refused :
          new Response[] {
            api.json("{}").header("if-match", tag).put(path),
            api.json("{}").header("if-match", tag).patch(path),
            api.request().header("if-match", tag).delete(path)
          }) {
        assertThat(Api.error(412, refused).get("code").asText()).isEqualTo("precondition_failed");
      }
    }
    assertThat(api.ok(path).get("owned_by").asText()).isEqualTo("you");
    String now = Api.header(api.send("GET", path), "etag");
    api.request().header("if-match", now).delete(path).then().statusCode(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "\"x-1\""})
  void ifMatchOfAMissingModelIs412(String tag) {
    Response refused = api.json("{}").header("if-match", tag).put("/v1/models/match-none");

    assertThat(Api.error(412, refused).get("message").asText()).contains("match-none");
    assertThat(api.ids("")).doesNotContain("match-none");
  }

  @Test
  void ifNoneMatchOfAnythingOnlyCreates() {
    String path = "/v1/models/none-match-1";
    api.json("{}").header("if-none-match", "*").put(path).then().statusCode(201);

    Api.error(412, api.json("{}").header("if-none-match", "*").put(path));
    Api.error(412, api.json("{}").header("if-none-match", "*").put("/v1/models/gpt-4o"));
    assertThat(
            Api.error(400, api.json("{}").header("if-none-match", "\"x\"").put(path))
                .get("message")
                .asText())
        .contains("if-none-match");
  }

  @ParameterizedTest
  @ValueSource(strings = {"if-match", "if-none-match"})
  void aConditionOnPost_isRefused_notSwallowed(String header) {
    for (String condition : new String[] {"*", "\"x-1\""}) {
      for (String query : new String[] {"", "?on_conflict=replace"}) {
        Response refused =
            api.json(model("posted-1")).header(header, condition).post("/v1/models" + query);

        JsonNode error = Api.error(400, refused);
        assertThat(error.get("param").asText()).isEqualTo(header);
        assertThat(error.get("message").asText()).contains(header, condition);
      }
    }
    assertThat(api.ids("")).doesNotContain("posted-1");
  }

  @Test
  void twoConditionsThatExcludeEachOther_areRefused() {
    Response refused =
        api.json("{}")
            .header("if-match", "*")
            .header("if-none-match", "*")
            .put("/v1/models/both-1");

    assertThat(Api.error(400, refused).get("param").asText()).isEqualTo("if-match");
    assertThat(api.ids("")).doesNotContain("both-1");
  }

  @Test
  void aTagIsOfNoUseAfterTheModelWasDeletedAndMadeAnew() {
    String path = "/v1/models/match-3";
    String old = api.json("{\"owned_by\":\"me\"}").put(path).header("etag");
    api.request().delete(path);
    api.json("{\"owned_by\":\"me\"}").put(path).then().statusCode(201);

    Api.error(412, api.json("{}").header("if-match", old).put(path));
  }

  /** Bodies that are sent at once, in the order of which all are answered. */
  private List<HttpResponse<byte[]>> atOnce(String method, String path, List<String> bodies) {
    return bodies.stream().map(body -> api.sendLater(method, path, body)).toList().stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private static List<String> windows(int count, int different) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"context_window\":" + (i % different + 1) + "}")
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH"})
  void manyWritersOfAModel_areEachAnsweredWithTheirOwn(String method) {
    String path = "/v1/models/raced-1";
    api.json("{}").put(path);
    Set<String> tags = new HashSet<>();
    List<HttpResponse<byte[]>> answers = atOnce(method, path, windows(32, 32));
    for (int i = 0; i < answers.size(); i++) {
      HttpResponse<byte[]> answer = answers.get(i);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Json.parse(answer.body()).get("context_window").asInt()).isEqualTo(i + 1);
      tags.add(Api.header(answer, "etag"));
    }
    assertThat(tags).hasSize(32);
    assertThat(tags).contains(Api.header(api.send("GET", path + "?view=full"), "etag"));
  }

  @Test
  void writesThatChangeNothing_areAnsweredWithWhatTheyFound() {
    String path = "/v1/models/raced-2";
    Map<String, String> bodies = new HashMap<>();
    List<HttpResponse<byte[]>> answers = atOnce("PUT", path, windows(64, 2));
    for (int i = 0; i < answers.size(); i++) {
      HttpResponse<byte[]> answer = answers.get(i);
      assertThat(Json.parse(answer.body()).get("context_window").asInt()).isEqualTo(i % 2 + 1);
      String body = new String(answer.body(), StandardCharsets.UTF_8);
      assertThat(bodies.computeIfAbsent(Api.header(answer, "etag"), tag -> body)).isEqualTo(body);
    }
  }

  @Test
  void aModelThatIsRemovedAtOnce_wasStillMade() {
    String path = "/v1/models/raced-3";
    List<CompletableFuture<HttpResponse<byte[]>>> made = new ArrayList<>();
    List<CompletableFuture<HttpResponse<byte[]>>> removed = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      made.add(api.sendLater("PUT", path, "{\"context_window\":" + (i + 1) + "}"));
      removed.add(api.sendLater("DELETE", path, ""));
    }
    for (int i = 0; i < made.size(); i++) {
      HttpResponse<byte[]> answer = made.get(i).join();
      assertThat(answer.statusCode()).isIn(200, 201);
      assertThat(Json.parse(answer.body()).get("context_window").asInt()).isEqualTo(i + 1);
      assertThat(removed.get(i).join().statusCode()).isIn(204, 404);
    }
  }

  @Test
  void manyWritersOfAList_areEachAnsweredWithTheirOwn() {
    List<String> bodies =
        windows(32, 3).stream()
            .map(window -> "[" + window.replace("{", "{\"id\":\"raced-4\",") + "]")
            .toList();
    List<HttpResponse<byte[]>> answers = atOnce("POST", "/v1/models?on_conflict=replace", bodies);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(Json.parse(answers.get(i).body()).at("/data/0/context_window").asInt())
          .isEqualTo(i % 3 + 1);
    }
  }
}
