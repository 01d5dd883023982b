package dev.understudy.source;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** A real HTTP server that answers as a test says. */
final class RemoteServer {

  private final HttpServer server;
  final BlockingQueue<HttpServerRequest> requests = new LinkedBlockingQueue<>();
  private volatile Handler<HttpServerRequest> handler = request -> {};

  RemoteServer(Vertx vertx) throws Exception {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  requests.add(request);
                  handler.handle(request);
                })
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  String url() {
    return url("/models.json");
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  void answers(Handler<HttpServerRequest> next) {
    handler = next;
  }

  void answersStatus(int status) {
    answers(request -> request.response().setStatusCode(status).end("no"));
  }

  /** With an ETag, by which it can be asked. */
  void has(String json, String etag) {
    answers(
        request -> {
          if (etag.equals(request.getHeader("if-none-match"))) {
            request.response().setStatusCode(304).end();
          } else {
            request.response().putHeader("etag", etag).end(json);
          }
        });
  }

  void has(String json) {
    answers(request -> request.response().end(json));
  }

  void hasPacked(Buffer packed) {
    answers(request -> request.response().putHeader("content-encoding", "gzip").end(packed));
  }

  static Buffer packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Buffer.buffer(bytes.toByteArray());
  }

  HttpServerRequest nextRequest() throws InterruptedException {
    HttpServerRequest request = requests.poll(10, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request");
    }
    return request;
  }

  void close() throws Exception {
    server.close().await(10, TimeUnit.SECONDS);
  }
}
