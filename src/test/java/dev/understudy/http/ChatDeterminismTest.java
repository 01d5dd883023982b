package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same seed and body give the same stream, whatever else runs. */
class ChatDeterminismTest {

  private static final int DIFFERENT = 10;
  private static final int AT_ONCE = 500;

  /** Not 0, which would make all schedules alike. */
  @RegisterExtension static final TestServer server = new TestServer("simulation.time_scale=0.01");

  @RegisterExtension
  static final TestServer other =
      new TestServer("simulation.time_scale=0", "simulation.seed=1", "worker.instances=3");

  private record Told(String plan, String simulation, String body) {}

  private static String body(int seed, String more) {
    return "{\"model\":\"gpt-4o\",\"seed\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}"
        .formatted(seed, more);
  }

  private static List<Told> atOnce(TestServer asked, List<String> bodies) throws Exception {
    Vertx vertx = asked.vertx();
    HttpClient client =
        vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(AT_ONCE));
    List<Future<Told>> answers = new ArrayList<>();
    for (String body : bodies) {
      answers.add(
          client
              .request(
                  HttpMethod.POST,
                  URI.create(asked.url()).getPort(),
                  "127.0.0.1",
                  "/v1/chat/completions")
              .compose(request -> told(request, body)));
    }
    Future.all(answers).await(60, TimeUnit.SECONDS);
    client.close().await(10, TimeUnit.SECONDS);
    return answers.stream().map(Future::result).toList();
  }

  private static Future<Told> told(HttpClientRequest request, String body) {
    return request
        .putHeader("content-type", "application/json")
        .send(Buffer.buffer(body))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        text ->
                            new Told(
                                response.getHeader("understudy-plan"),
                                response.getHeader("understudy-simulation"),
                                text.toString())));
  }

  @Test
  void fiveHundredAtOnceSayWhatOneSaysAlone() throws Exception {
    List<String> different = new ArrayList<>();
    List<Told> alone = new ArrayList<>();
    for (int i = 0; i < DIFFERENT; i++) {
      different.add(body(i, i % 2 == 0 ? "" : ",\"stream\":true"));
      alone.addAll(atOnce(server, List.of(different.get(i))));
    }
    List<JsonNode> planned = alone.stream().map(ChatDeterminismTest::planned).toList();
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      bodies.add(different.get(i % DIFFERENT));
    }

    List<Told> together = atOnce(server, bodies);

    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(together.get(i)).isEqualTo(alone.get(i % DIFFERENT));
    }
    // Offsets are those of the last time a request was played.
    assertThat(alone.stream().map(ChatDeterminismTest::planned)).isEqualTo(planned);
  }

  private static JsonNode planned(Told told) {
    JsonNode planned = new Api(server).ok("/v1/simulations/" + told.simulation()).get("planned_ns");
    assertThat(planned).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    return planned;
  }

  @Test
  void whatOnlySaysHowTheAnswerTravelsChangesNothing() throws Exception {
    Told plain = atOnce(server, List.of(body(7, ""))).get(0);
    for (String more :
        List.of(
            ",\"stream\":false",
            ",\"user\":\"u-1\"",
            ",\"metadata\":{\"k\":\"v\"}",
            ",\"stream_options\":null")) {
      assertThat(atOnce(server, List.of(body(7, more)))).containsExactly(plain);
    }
    String reordered =
        "{ \"messages\" : [ {\"content\":\"Hi\",\"role\":\"user\"} ], \"seed\" : 7.0,\"model\":\"gpt-4o\"}";
    assertThat(atOnce(server, List.of(reordered))).containsExactly(plain);
    assertThat(atOnce(server, List.of(body(7, ",\"stream\":true"))).get(0).plan())
        .isEqualTo(plain.plan());
  }

  @Test
  void seedBodyAndServerSeedEachChangeTheAnswer() throws Exception {
    Told one = atOnce(server, List.of(body(7, ""))).get(0);

    assertThat(atOnce(server, List.of(body(8, ""))).get(0).body()).isNotEqualTo(one.body());
    assertThat(atOnce(server, List.of(body(7, ",\"top_p\":1"))).get(0).body())
        .isNotEqualTo(one.body());
    assertThat(atOnce(other, List.of(body(7, ""))).get(0).body()).isNotEqualTo(one.body());
  }
}
