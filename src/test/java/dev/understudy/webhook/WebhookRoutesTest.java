package dev.understudy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.webhook.Receiver.Received;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks over HTTP. */
class WebhookRoutesTest {

  private static final String ALL = "/v1/webhooks";

  @TempDir private static Path folder;

  private static Receiver receiver;
  private static HookServer server;

  @BeforeAll
  static void start() throws Exception {
    receiver = new Receiver();
    server = new HookServer(folder, "webhooks.endpoints=1");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    receiver.close();
  }

  private static Response call(int status, String method, String path, String body) {
    Response response = server.call(method, path, body);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    return response;
  }

  @Test
  void aWebhook_fromItsMakingToItsEnd() throws Exception {
    Response made =
        call(
            201,
            "POST",
            ALL,
            "{\"url\":\"%s\",\"types\":[\"model.*\"],\"description\":\"mine\"}"
                .formatted(receiver.url()));
    JsonPath webhook = made.jsonPath();
    String one = ALL + "/" + webhook.getString("id");
    assertThat(made.header("location")).isEqualTo(one);
    assertThat(webhook.getString("object")).isEqualTo("webhook");
    assertThat(webhook.getString("secret")).startsWith("whsec_");
    assertThat(webhook.getString("state")).isEqualTo("active");
    assertThat(webhook.getString("told_up_to")).isEqualTo("1");
    assertThat(
            call(409, "POST", ALL, "{\"url\":\"http://a.example\"}").path("error.code").toString())
        .isEqualTo("conflict");
    JsonPath list = call(200, "GET", ALL, "").jsonPath();
    assertThat(list.getList("data.id")).containsExactly(webhook.getString("id"));

    call(200, "POST", one + "/pause", "");
    assertThat(call(200, "POST", one + "/test", "").jsonPath().getString("result"))
        .isEqualTo("delivered");
    assertThat(receiver.next().type()).isEqualTo("webhook.test");
    JsonPath patched = call(200, "PATCH", one, "{\"tags\":[],\"description\":null}").jsonPath();
    assertThat(patched.getString("description")).isNull();
    assertThat(patched.getList("types")).containsExactly("model.*");
    assertThat(patched.getString("secret")).isNull();
    assertThat(call(200, "POST", one + "/resume", "").jsonPath().getString("state"))
        .isEqualTo("active");
    JsonPath rotated = call(200, "POST", one + "/rotate", "{\"overlap_seconds\":60}").jsonPath();
    assertThat(rotated.getString("secret")).isNotEqualTo(webhook.getString("secret"));
    assertThat(rotated.getString("old_secret_until")).isNotNull();
    call(202, "POST", one + "/replay", "{\"event\":\"1.1\"}");
    Received replayed = receiver.next();
    assertThat(replayed.event()).isEqualTo("1.1");
    assertThat(replayed.isVerifiedBy(rotated.getString("secret"))).isTrue();

    JsonPath log = call(200, "GET", one + "/deliveries?limit=1", "").jsonPath();
    assertThat(log.getList("data")).hasSize(1);
    call(204, "DELETE", one, "");
    call(404, "GET", one, "");
    assertThat(call(200, "GET", ALL, "").jsonPath().getList("data")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | url: missing (expected: http or https",
        "{\"url\":null} | url: missing (expected: a URL",
        "{\"url\":\"ftp://a.example\"} | url: ftp://a.example (expected: http or https",
        "{\"url\":\"http://me:word@a.example/\"} | url: http://...@a.example/ (expected:",
        "{\"url\":\"http:///x\"} | url:",
        "{\"url\":\"http://a b\"} | url:",
        "{\"url\":7} | url: 7 (expected: a string that is not blank)",
        "{\"url\":\"http://a.example\",\"types\":[\"nothing\"]} | type: nothing (expected: one of model.added",
        "{\"url\":\"http://a.example\",\"typ\":[]} | typ: [] (expected: no such field",
        "{\"url\":\"http://a.example\",\"since\":\"x\"} | since: x (expected: a revision as 7",
        "{\"url\":\"http://a.example\",\"since\":\"99\"} | since: 99 (expected: at most revision"
      })
  void badWebhooks_areRefused(String body, String message) {
    assertThat(call(400, "POST", ALL, body).jsonPath().getString("error.message"))
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | from: missing (expected: {\"event\":\"7.0\"}, or",
        "{\"event\":7} | event: 7 (expected: a string",
        "{\"event\":\"7\",\"to\":\"8\"} | event: \"7\" (expected: {\"event\":",
        "{\"from\":\"7\"} | to: missing (expected: {\"event\":",
        "{\"from\":\"7\",\"to\":\"x\"} | to: x (expected: a revision as 7"
      })
  void badReplays_areRefused(String body, String message) {
    assertThat(
            call(400, "POST", ALL + "/wh_none/replay", body).jsonPath().getString("error.message"))
        .contains(message);
  }

  @Test
  void aUrl_cannotBeTakenAway() {
    String hook = call(201, "POST", ALL, "{\"url\":\"http://a.example\"}").header("location");
    assertThat(call(400, "PATCH", hook, "{\"url\":null}").jsonPath().getString("error.param"))
        .isEqualTo("url");
    call(200, "PATCH", hook, "{\"description\":null}");
    call(204, "DELETE", hook, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /wh_none | 404",
        "PATCH | /wh_none | 404",
        "DELETE | /wh_none | 404",
        "POST | /wh_none/test | 404",
        "POST | /wh_none/rotate | 404",
        "POST | /wh_none/pause | 404",
        "POST | /wh_none/resume | 404",
        "GET | /wh_none/deliveries | 404",
        "GET | /wh_none/deliveries?limit=0 | 400",
        "GET | /wh_none/deliveries?after=1 | 400",
        "POST | /wh_none/replay | 400",
        "PUT | /wh_none | 405",
        "GET | /wh_none/replay | 405",
        "POST | /wh_none/deliveries | 405"
      })
  void whatIsNotThere_isRefused(String method, String path, int status) {
    String body = method.equals("PATCH") || method.equals("POST") ? "{}" : "";
    call(status, method, ALL + path, body);
  }
}
