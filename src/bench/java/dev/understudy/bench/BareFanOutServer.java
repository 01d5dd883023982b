package dev.understudy.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The ceiling of a feed: Vert.x writes one event of the same size to every open answer as soon as
 * somebody puts something, with no model, no log, no filter. Arguments: {@code --event-bytes 2000}.
 * Prints {@code bare ready: http://127.0.0.1:PORT}.
 */
public final class BareFanOutServer {

  private final List<HttpServerResponse> open = new ArrayList<>();
  private final Buffer event;

  private BareFanOutServer(int eventBytes) {
    event = Buffer.buffer("id: 1.0\nevent: x\ndata: " + "x".repeat(eventBytes) + "\n\n");
  }

  /** Serves until the process is ended. */
  public static void main(String[] args) throws TimeoutException {
    int bytes = (int) Arguments.parse(args).number("event-bytes", 2_000);
    int port =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1))
            .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setStrictThreadMode(true))
            .requestHandler(new BareFanOutServer(bytes)::answer)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
    System.out.println("bare ready: http://127.0.0.1:" + port);
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    if (request.method().equals(HttpMethod.GET)) {
      response.setChunked(true).putHeader("Content-Type", "text/event-stream");
      response.write("event: open\n\n");
      open.add(response);
    } else {
      request
          .body()
          .onSuccess(
              body -> {
                open.forEach(each -> each.write(event));
                response.end();
              });
    }
  }
}
