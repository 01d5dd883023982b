package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.json.Json;
import dev.understudy.simulation.VirtualClock;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An answer that is no text is sent at the time to first token, in a time that the test moves. */
class RetrievalTimingTest {

  private final VirtualClock time = new VirtualClock();

  @RegisterExtension final TestServer server = new TestServer().with(time);

  private record Answer(HttpClientResponse head, Buffer body) {}

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  private HttpClient client;

  @BeforeEach
  void connect() {
    client = server.vertx().createHttpClient();
  }

  /**
   * The body is asked for on the client's event loop: a listener that is added here, on another
   * thread, may come after the whole answer.
   */
  private Future<Answer> send(HttpMethod method, String path, String body, String... header) {
    return client
        .request(method, URI.create(server.url()).getPort(), "127.0.0.1", path)
        .compose(
            request -> {
              if (header.length == 2) {
                request.putHeader(header[0], header[1]);
              }
              return request
                  .putHeader("content-type", "application/json")
                  .send(body)
                  .compose(head -> head.body().map(all -> new Answer(head, all)));
            });
  }

  private Answer played(String path, String body, String... header) throws Exception {
    Future<Answer> asked = send(HttpMethod.POST, path, body, header);
    await(time.whenAwaited());
    assertThat(asked.isComplete()).isFalse();
    await(time.advance(Duration.ofMinutes(1)));
    Answer answer = await(asked);
    assertThat(answer.head().statusCode()).isEqualTo(200);
    return answer;
  }

  private JsonNode record(Answer answer) throws Exception {
    String id = answer.head().getHeader("understudy-simulation");
    return Json.parse(await(send(HttpMethod.GET, "/v1/simulations/" + id, "")).body().getBytes());
  }

  @Test
  void theAnswerComesAtTheTimeToFirstToken_andHasARecord() throws Exception {
    Answer answer =
        played(
            "/v1/embeddings",
            "{\"model\":\"text-embedding-3-small\",\"input\":\"Hello\"}",
            "understudy-latency",
            "ttft=250ms");
    JsonNode record = record(answer);

    assertThat(answer.head().getHeader("understudy-plan"))
        .contains(";ttft=250.000ms;tokens=1;duration=250.000ms");
    assertThat(record.get("state").asText()).isEqualTo("done");
    assertThat(record.get("prompt_tokens").asInt()).isEqualTo(1);
    assertThat(record.get("planned_ns").toString()).isEqualTo("[250000000]");
    assertThat(record.get("actual_ns")).isEqualTo(record.get("planned_ns"));
  }

  @Test
  void theBodySetsTheTimesToo_andTheSeedGivesThemAgain() throws Exception {
    String body = "{\"input\":\"Hi\",\"seed\":%d,\"simulation\":{\"time_scale\":%s}}";
    long one = planned(played("/v1/moderations", body.formatted(7, "1")));

    assertThat(planned(played("/v1/moderations", body.formatted(7, "1")))).isEqualTo(one);
    assertThat(planned(played("/v1/moderations", body.formatted(8, "1")))).isNotEqualTo(one);
    String own = "{\"input\":\"Hi\",\"simulation\":{\"ttft\":0.5,\"time_scale\":0.5}}";
    assertThat(planned(played("/v1/moderations", own))).isEqualTo(250_000_000);
  }

  /** 2,000 tokens at 1 ms each, on top of what is drawn. */
  @Test
  void eachTokenThatIsReadTakesItsTime() throws Exception {
    String model =
        "{\"id\":\"slow-reader\",\"can\":[\"reranking\"],\"cannot\":[\"chat\"],\"latency_profile\":"
            + "{\"ttft_mean\":0.1,\"itl_mean\":0.01,\"ttft_distribution\":\"constant\","
            + "\"prefill_seconds_per_token\":0.001}}";
    assertThat(await(send(HttpMethod.POST, "/v1/models", model)).head().statusCode())
        .isEqualTo(201);
    String body = "{\"model\":\"slow-reader\",\"query\":\"q\",\"documents\":[\"%s\"]}";

    assertThat(planned(played("/v1/rerank", body.formatted("word ".repeat(1_999).strip()))))
        .isEqualTo(2_100_000_000L);
  }

  private long planned(Answer answer) throws Exception {
    return record(answer).at("/planned_ns/0").asLong();
  }
}
