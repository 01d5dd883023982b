package dev.understudy.bench;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The ceiling of paced streaming: Vert.x writes events of the same size on the same path at
 * absolute due times, one Netty timer a token, with no model, no plan, no queue. Each request says
 * how many and when: {@code GET /stream?tokens=50&ttft_ms=200&itl_ms=20}, and with {@code
 * event_bytes=200} of which size; {@code /plain?bytes=800} answers as many at once. A body is read
 * and not looked at. Arguments: {@code --port 8001}; {@code --native true} as the server's. Prints
 * {@code bare ready: http://127.0.0.1:PORT}.
 */
public final class BarePacedServer {

  /** Of an event without padding, about. */
  private static final int USUAL_EVENT_BYTES = 52;

  private BarePacedServer() {}

  /** Serves until the process is ended. */
  public static void main(String[] args) throws TimeoutException {
    Arguments arguments = Arguments.parse(args);
    boolean nativeTransport = Boolean.parseBoolean(arguments.text("native", "false"));
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(nativeTransport));
    int port = (int) arguments.number("port", 0);
    int actual =
        vertx
            .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setStrictThreadMode(true))
            .requestHandler(BarePacedServer::answer)
            .listen(port, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
    System.out.println("bare ready: http://127.0.0.1:" + actual);
  }

  private static void answer(HttpServerRequest request) {
    long t0Nanos = System.nanoTime();
    if (request.path().equals("/plain")) {
      int bytes = Integer.parseInt(request.getParam("bytes"));
      request.response().putHeader("Content-Type", "application/json");
      request.body().onSuccess(body -> request.response().end("x".repeat(bytes)));
    } else {
      stream(request, t0Nanos);
    }
  }

  private static void stream(HttpServerRequest request, long t0Nanos) {
    int tokens = Integer.parseInt(request.getParam("tokens", "50"));
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader("Content-Type", "text/event-stream");
    int eventBytes = Integer.parseInt(request.getParam("event_bytes", "0"));
    new Stream(
            response,
            t0Nanos,
            tokens,
            nanos(request, "ttft_ms"),
            nanos(request, "itl_ms"),
            "x".repeat(Math.max(0, eventBytes - USUAL_EVENT_BYTES)))
        .scheduleNext();
  }

  private static long nanos(HttpServerRequest request, String millis) {
    return Math.round(Double.parseDouble(request.getParam(millis)) * 1e6);
  }

  private static final class Stream {
    private final HttpServerResponse response;
    private final EventLoop loop = ((ContextInternal) Vertx.currentContext()).nettyEventLoop();
    private final long t0Nanos;
    private final int tokens;
    private final long ttftNanos;
    private final long itlNanos;
    private final String padding;
    private int next;

    Stream(
        HttpServerResponse response,
        long t0Nanos,
        int tokens,
        long ttftNanos,
        long itlNanos,
        String padding) {
      this.padding = padding;
      this.response = response;
      this.t0Nanos = t0Nanos;
      this.tokens = tokens;
      this.ttftNanos = ttftNanos;
      this.itlNanos = itlNanos;
    }

    void scheduleNext() {
      long delay = t0Nanos + dueNanos() - System.nanoTime();
      Future<?> unused = loop.schedule(this::send, delay, TimeUnit.NANOSECONDS);
    }

    private void send() {
      if (response.closed()) {
        return;
      }
      response.write(event(next, dueNanos(), System.nanoTime() - t0Nanos, padding));
      next++;
      if (next < tokens) {
        scheduleNext();
      } else {
        response.end();
      }
    }

    private long dueNanos() {
      return ttftNanos + next * itlNanos;
    }
  }

  private static String event(int index, long dueNanos, long sentNanos, String padding) {
    return "data: {\"index\":"
        + index
        + ",\"due_ms\":"
        + millis(dueNanos)
        + ",\"sent_ms\":"
        + millis(sentNanos)
        + padding
        + "}\n\n";
  }

  /** Milliseconds with three decimals, without the cost of a formatter. */
  static String millis(long nanos) {
    long micros = nanos / 1000;
    String decimals = Long.toString(1000 + micros % 1000);
    return micros / 1000 + "." + decimals.substring(1);
  }
}
