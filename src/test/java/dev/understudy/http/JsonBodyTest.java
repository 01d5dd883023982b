package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
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
    Buffer answer =
        client
            .request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/")
            .compose(
                request ->
                    request
                        .send(Buffer.buffer(new byte[bytes]))
                        .compose(response -> response.body()))
            .await(10, TimeUnit.SECONDS);

    assertThat(answer).hasToString(bytes + " " + onEventLoop);
  }
}
