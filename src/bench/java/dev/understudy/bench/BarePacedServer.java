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
 * how many and when: {@code GET /stream?tokens=50&ttft_ms=200&itl_ms=20}. Arguments: {@code --port
 * 8001}; {@code --native true} as the server's. Prints {@code bare ready: http://127.0.0.1:PORT}.
 */
public final class BarePacedServer {

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
            .requestHandler(BarePacedServer::stream)
            .listen(port, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
    System.out.println("bare ready: http://127.0.0.1:" + actual);
  }

  private static void stream(HttpServerRequest request) {
    long t0Nanos = System.nanoTime();
    int tokens = Integer.parseInt(request.getParam("tokens", "50"));
    HttpServerResponse response = request.response().setChunked(true);
    response.putHeader("Content-Type", "text/event-stream");
    new Stream(response, t0Nanos, tokens, nanos(request, "ttft_ms"), nanos(request, "itl_ms"))
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
    private int next;

    Stream(HttpServerResponse response, long t0Nanos, int tokens, long ttftNanos, long itlNanos) {
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
      response.write(event(next, dueNanos(), System.nanoTime() - t0Nanos));
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

  private static String event(int index, long dueNanos, long sentNanos) {
    return "data: {\"index\":"
        + index
        + ",\"due_ms\":"
        + millis(dueNanos)
        + ",\"sent_ms\":"
        + millis(sentNanos)
        + "}\n\n";
  }

  /** Milliseconds with three decimals, without the cost of a formatter. */
  static String millis(long nanos) {
    long micros = nanos / 1000;
    String decimals = Long.toString(1000 + micros % 1000);
    return micros / 1000 + "." + decimals.substring(1);
  }
}
