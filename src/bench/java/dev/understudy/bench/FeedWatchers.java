package dev.understudy.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Many who follow a server's events, and one who writes: each write is made when all have heard of
 * the one before, and it is noted how long after its request each heard. All on one event loop.
 */
final class FeedWatchers implements AutoCloseable {

  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final int PATIENCE_SECONDS = 60;

  private final Context context;
  private final URI url;
  private final NetClient sockets;
  private final HttpClient writer;
  private final List<Double> millis = new ArrayList<>();
  private int waitedFor;
  private long writtenNanos;
  private Promise<Void> heard = Promise.promise();

  FeedWatchers(Vertx vertx, String url) {
    this.context = vertx.getOrCreateContext();
    this.url = URI.create(url);
    this.sockets = vertx.createNetClient();
    this.writer = vertx.createHttpClient();
  }

  /** Opens so many, one after the other, until each has got its first event. */
  void open(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      onLoop(this::open).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private Future<Void> open() {
    Promise<Void> opened = Promise.promise();
    return sockets
        .connect(url.getPort(), url.getHost())
        .compose(
            socket -> {
              listen(socket, opened);
              return socket.write("GET /v1/events HTTP/1.1\r\nHost: bench\r\n\r\n");
            })
        .compose(sent -> opened.future());
  }

  /** Counts ends of events; none of ours or of bare's has an empty line in it. */
  private void listen(NetSocket socket, Promise<Void> opened) {
    boolean[] endsLine = new boolean[1];
    socket.handler(
        bytes -> {
          int ends = ends(bytes, endsLine);
          if (!opened.future().isComplete()) {
            if (bytes.toString().contains("event: open")) {
              opened.complete();
            }
          } else {
            for (int i = 0; i < ends; i++) {
              heard();
            }
          }
        });
  }

  private static int ends(Buffer bytes, boolean[] endsLine) {
    int ends = 0;
    for (int i = 0; i < bytes.length(); i++) {
      boolean isLineEnd = bytes.getByte(i) == END[0];
      if (isLineEnd && endsLine[0]) {
        ends++;
      }
      endsLine[0] = isLineEnd;
    }
    return ends;
  }

  private void heard() {
    millis.add((System.nanoTime() - writtenNanos) / 1e6);
    if (--waitedFor == 0) {
      heard.complete();
    }
  }

  /**
   * Makes writes.
   *
   * @param body of a number
   * @return how long after its write each watcher heard of it, in milliseconds
   */
  List<Double> write(int watchers, int count, IntFunction<String> body) throws Exception {
    millis.clear();
    for (int i = 0; i < count; i++) {
      Buffer next = Buffer.buffer(body.apply(i));
      onLoop(() -> write(watchers, next)).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return List.copyOf(millis);
  }

  private Future<Void> write(int watchers, Buffer body) {
    waitedFor = watchers;
    heard = Promise.promise();
    writtenNanos = System.nanoTime();
    return writer
        .request(HttpMethod.PUT, url.getPort(), url.getHost(), "/v1/models/bench/watched")
        .compose(request -> request.putHeader("content-type", "application/json").send(body))
        .compose(
            response -> {
              if (response.statusCode() >= 300) {
                return Future.failedFuture("answered " + response.statusCode());
              }
              return response.body().compose(read -> heard.future());
            });
  }

  private Future<Void> onLoop(Supplier<Future<Void>> task) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(run -> task.get().onComplete(done));
    return done.future();
  }

  @Override
  public void close() {
    Future.join(sockets.close(), writer.close()).await();
  }
}
