package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.TestServer;
import dev.understudy.bus.StreamOptions;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.restassured.response.Response;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More streams than the only worker, which is held, gets round to. */
class OverloadTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String BODY =
      "{\"model\":\"gpt-4o\",\"max_tokens\":2,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final int ROOM = 2;
  private static final int REQUESTS = 5;

  @RegisterExtension
  final TestServer server =
      new TestServer(
          "worker.instances=1", "worker.waiting_plans=" + ROOM, "simulation.time_scale=0");

  private final CountDownLatch release = new CountDownLatch(1);

  /** The worker's one thread belongs to a pool that is known by its name. */
  @BeforeEach
  void holdTheWorker() throws Exception {
    client = server.vertx().createHttpClient();
    CountDownLatch held = new CountDownLatch(1);
    WorkerExecutor pool = server.vertx().createSharedWorkerExecutor("understudy-worker", 1);
    pool.executeBlocking(
        () -> {
          held.countDown();
          return release.await(30, TimeUnit.SECONDS);
        });
    assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** In a field, as one that nothing refers to is collected and closes its connections. */
  private HttpClient client;

  @AfterEach
  void releaseTheWorker() {
    release.countDown();
  }

  @Test
  void streamsBeyondTheBound_are429_overHttpAndTheBus() throws Exception {
    CountDownLatch refused = new CountDownLatch(REQUESTS - ROOM);
    List<Future<HttpClientResponse>> asked = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      asked.add(ask(client).onSuccess(answered -> refused.countDown()));
    }
    assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();

    Api api = new Api(server);
    Response chat = api.json(BODY).post(CHAT);
    JsonNode error = Api.error(429, chat);
    assertThat(chat.header("retry-after")).isEqualTo("1");
    assertThat(chat.header("retry-after-ms")).isEqualTo("1000");
    assertThat(error.get("type").asText()).isEqualTo("rate_limit_error");
    assertThat(error.get("code").asText()).isEqualTo("overloaded");
    assertThat(error.get("message").asText()).startsWith("2 streams wait to be planned");
    Api.error(429, api.get("/v1/models/gpt-4o/stream?tokens=2"));
    StreamOptions options = StreamOptions.of("gpt-4o", "Hi", 2);
    assertThatThrownBy(
            () -> server.client().stream(options, 9, part -> {}).await(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OVERLOADED));

    release.countDown();
    Future.all(asked).await(20, TimeUnit.SECONDS);
    assertThat(asked)
        .extracting(answer -> answer.result().statusCode())
        .containsExactlyInAnyOrder(200, 200, 429, 429, 429);
    api.json(BODY).post(CHAT).then().statusCode(200);
  }

  private Future<HttpClientResponse> ask(HttpClient client) {
    return client
        .request(
            new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(server.url() + CHAT))
        .compose(
            request ->
                request.putHeader("content-type", "application/json").send(Buffer.buffer(BODY)));
  }
}
