package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /v1/changes} that waits for the next change. */
class LongPollTest {

  @RegisterExtension
  static final TestServer server = new TestServer("store.url=memory", "feed.watchers=2");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Api api = new Api(server);

  private CompletableFuture<HttpResponse<String>> ask(String query, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + "/v1/changes?" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void waiting(int count) {
    String gauge = "understudy_feed_watchers " + count + ".0";
    String metrics = "";
    for (int i = 0; i < 10_000 && !metrics.contains(gauge); i++) { // until the request is there
      metrics = api.get("/metrics").asString();
    }
    assertThat(metrics).contains(gauge);
  }

  private long revision() {
    return server.server().snapshot().revision().number();
  }

  private void write(String id) {
    api.json("{\"extends\": \"chat\"}").put("/v1/models/" + id).then().statusCode(201);
  }

  private static JsonNode body(HttpResponse<String> response) {
    return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isAnsweredWhenSomethingChanges() throws Exception {
    CompletableFuture<HttpResponse<String>> asked = ask("since=" + revision() + "&wait=5m");
    waiting(1);
    assertThat(asked).isNotDone();
    write("acme/awaited");
    JsonNode changes = body(asked.get(9, TimeUnit.SECONDS));
    assertThat(changes.at("/data/0/id").asText()).isEqualTo("acme/awaited");
    assertThat(changes.get("next").asText()).isEqualTo(Long.toString(revision()));
    waiting(0);
  }

  @Test
  void whereThereIsSomethingAlready_nobodyWaits() throws Exception {
    write("acme/there");
    JsonNode changes = body(ask("since=" + (revision() - 1) + "&wait=5m").get(9, TimeUnit.SECONDS));
    assertThat(changes.at("/data/0/id").asText()).isEqualTo("acme/there");
  }

  @Test
  void afterTheTime_thereIsNothing() throws Exception {
    JsonNode changes = body(ask("since=" + revision() + "&wait=10ms").get(9, TimeUnit.SECONDS));
    assertThat(changes.get("data")).isEmpty();
    assertThat(changes.get("has_more").asBoolean()).isFalse();
  }

  @Test
  void byEntityTag_itIs304_orWaitedFor() throws Exception {
    String since = "since=" + revision();
    String tag = ask(since).get(9, TimeUnit.SECONDS).headers().firstValue("etag").orElseThrow();
    assertThat(ask(since, "if-none-match", tag).get(9, TimeUnit.SECONDS).statusCode())
        .isEqualTo(304);
    CompletableFuture<HttpResponse<String>> asked =
        ask(since, "if-none-match", tag, "prefer", "respond-async, wait=200");
    waiting(1);
    write("acme/preferred");
    HttpResponse<String> answer = asked.get(9, TimeUnit.SECONDS);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("preference-applied")).contains("wait=200");
    assertThat(answer.headers().firstValue("etag").orElseThrow()).isNotEqualTo(tag);
    assertThat(body(answer).at("/data/0/id").asText()).isEqualTo("acme/preferred");
  }

  @Test
  void tooMany_areRefused() {
    List<CompletableFuture<?>> waiting =
        List.of(ask("since=" + revision() + "&wait=5m"), ask("since=" + revision() + "&wait=5m"));
    waiting(2);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    JsonNode error = api.error(429, "/v1/changes?since=" + revision() + "&wait=5m");
    assertThat(error.get("message").asText()).contains("feed.watchers = 2");
    api.ok("/v1/changes?since=" + revision());
    waiting.forEach(asked -> asked.cancel(true));
    waiting(0); // those who go away make room
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-1s", "301s", "x", "1d"})
  void otherTimes_areRefused(String wait) {
    JsonNode error = api.error(400, "/v1/changes?wait=" + wait);
    assertThat(error.get("message").asText()).contains(wait, "up to 300s");
  }
}
