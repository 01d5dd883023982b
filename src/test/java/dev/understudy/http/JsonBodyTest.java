package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where bodies are read: every route that takes one goes through {@link JsonBody#read}. */
@ExtendWith(VertxExtension.class)
class JsonBodyTest {

  @ParameterizedTest
  @CsvSource({"10, true", "65536, true", "65537, false"})
  void largeBody_isReadOffTheEventLoop(int bytes, boolean onEventLoop, Vertx vertx)
      throws Exception {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(JsonBody.reader(100_000, Duration.ofSeconds(10)))
        .handler(
            context ->
                JsonBody.read(context, body -> body.length + " " + Context.isOnEventLoopThread())
                    .onSuccess(context::end));
    HttpServer server =
        vertx.createHttpServer().requestHandler(router).listen(0).await(10, TimeUnit.SECONDS);
    HttpClient client = vertx.createHttpClient();
    Buffer answer = post(client, server.actualPort(), bytes).await(10, TimeUnit.SECONDS);

    assertThat(answer).hasToString(bytes + " " + onEventLoop);
  }

  private static Future<Buffer> post(HttpClient client, int port, int bytes) {
    return client
        .request(HttpMethod.POST, port, "127.0.0.1", "/")
        .compose(
            request ->
                request.send(Buffer.buffer(new byte[bytes])).compose(response -> response.body()));
  }

  /**
   * Smaller ones wait for each other here. While the first large one is being read all have come,
   * and a task that came after them is done.
   */
  @ParameterizedTest
  @CsvSource({"1048576, false", "1048577, true"})
  void bodiesOfMegabytes_areReadOneAfterTheOther(int bytes, boolean inTurn, Vertx vertx)
      throws Exception {
    CountDownLatch come = new CountDownLatch(3);
    CountDownLatch begun = new CountDownLatch(3);
    Router router = Router.router(vertx);
    router
        .route()
        .handler(JsonBody.reader(2_000_000, Duration.ofSeconds(10)))
        .handler(
            context -> {
              JsonBody.read(
                      context,
                      body -> {
                        begun.countDown();
                        return (inTurn ? waited(come, vertx) : awaited(begun))
                            ? begun.getCount()
                            : -1;
                      })
                  .onSuccess(count -> context.end(String.valueOf(count)));
              come.countDown();
            });
    HttpServer server =
        vertx.createHttpServer().requestHandler(router).listen(0).await(10, TimeUnit.SECONDS);
    HttpClient client = vertx.createHttpClient();
    List<Future<Buffer>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(post(client, server.actualPort(), bytes));
    }
    List<String> notBegun = new ArrayList<>();
    for (Future<Buffer> answer : answers) {
      notBegun.add(answer.await(20, TimeUnit.SECONDS).toString());
    }

    assertThat(notBegun)
        .containsExactlyInAnyOrderElementsOf(
            inTurn ? List.of("2", "1", "0") : List.of("0", "0", "0"));
  }

  private static boolean waited(CountDownLatch come, Vertx vertx) {
    CountDownLatch after = new CountDownLatch(1);
    if (!awaited(come)) {
      return false;
    }
    vertx.executeBlocking(Executors.callable(after::countDown), false);
    return awaited(after);
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
