package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/models}: one or many, all or none. */
class BulkWriteTest {

  @RegisterExtension static final TestServer server = new TestServer();

  private final Api api = new Api(server);

  @Test
  void oneIsCreatedAndLocated() {
    api.json("{\"id\":\"acme/post:1\",\"owned_by\":\"acme\"}")
        .post("/v1/models")
        .then()
        .statusCode(201)
        .header("location", equalTo("/v1/models/acme/post%3A1"))
        .body("id", equalTo("acme/post:1"));
    api.request().get("/v1/models/acme/post%3A1").then().statusCode(200);
  }

  @Test
  void manyAreOneRevision() {
    long before = api.ok("/v1/stats").get("revision").asLong();
    JsonNode answer =
        Api.tree(
            api.json(
                    "[{\"id\":\"bulk-1\",\"context_window\":5},"
                        + "{\"id\":\"bulk-2\",\"extends\":\"bulk-1\"}]")
                .post("/v1/models")
                .then()
                .statusCode(201)
                .extract()
                .response());

    assertThat(answer.get("object").asText()).isEqualTo("list");
    assertThat(Api.ids(answer)).containsExactly("bulk-1", "bulk-2");
    assertThat(answer.get("data").get(1).get("context_window").asInt()).isEqualTo(5);
    assertThat(answer.get("revision").asLong()).isEqualTo(before + 1);
    assertThat(api.ok("/v1/stats").get("revision").asLong()).isEqualTo(before + 1);
  }

  @Test
  void onTheSecondTimeNothingChanges() {
    String body = "[{\"id\":\"bulk-3\"},{\"id\":\"bulk-4\"}]";
    api.json(body).post("/v1/models").then().statusCode(201);
    long before = api.ok("/v1/stats").get("revision").asLong();

    api.json(body).post("/v1/models?on_conflict=replace").then().statusCode(200);
    assertThat(api.ok("/v1/stats").get("revision").asLong()).isEqualTo(before);
  }

  @Test
  void ofVeryManyFaultsTheFirstAreTold() {
    String body = "[0" + ",0".repeat(100_000) + "]";
    JsonNode error = Api.error(400, api.json(body).post("/v1/models"));
    assertThat(error.get("message").asText())
        .contains("[99]: 0 (expected: a model)")
        .doesNotContain("[100]")
        .endsWith("at least 1 more fault (expected: none)");
  }

  @Test
  void everyFaultOfEveryModelIsTold() {
    JsonNode error =
        Api.error(
            400,
            api.json(
                    "[{\"id\":\"bulk-5\"},{\"id\":\"bulk 6\",\"context_window\":-1},7,"
                        + "{\"owned_by\":\"me\"},{\"id\":\"bulk-7\",\"extends\":\"nothing\"}]")
                .post("/v1/models"));

    assertThat(error.get("code").asText()).isEqualTo("invalid_model");
    assertThat(error.get("message").asText())
        .contains("[1].id: bulk 6")
        .contains("[1].context_window: -1")
        .contains("[2]: 7 (expected: a model)")
        .contains("[3].id: missing")
        .contains("[4].extends: nothing")
        .doesNotContain("[0]");
    assertThat(api.ids("?q=bulk-5")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"id\":\"bulk-8\"},{\"id\":\"gpt-4o\"}] | 409 | gpt-4o",
        "[{\"id\":\"bulk-8\"},{\"id\":\"bulk-8\"}] | 400 | bulk-8",
        "[{\"id\":\"bulk-8\"},{\"id\":\"bulk-9\",\"aliases\":[\"bulk-8\"]}] | 409 | bulk-9",
        "[{\"id\":\"bulk-8\",\"aliases\":[\"gpt-4o\"]}] | 409 | gpt-4o",
        "[] | 400 | at least one model"
      })
  void noneIsWrittenWhenOneCannotBe(String body, int status, String named) {
    JsonNode error = Api.error(status, api.json(body).post("/v1/models"));

    assertThat(error.get("message").asText()).contains(named);
    assertThat(api.ids("")).doesNotContainAnyElementsOf(List.of("bulk-8", "bulk-9"));
  }

  @Test
  void aThousandGoAtOnce() {
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < 1000; i++) {
      body.append(i == 0 ? "" : ",").append("{\"id\":\"thousand/").append(i).append("\"}");
    }
    api.json(body + "]").post("/v1/models").then().statusCode(201);

    assertThat(api.ids("?q=thousand%2F")).hasSize(1000);
  }
}
