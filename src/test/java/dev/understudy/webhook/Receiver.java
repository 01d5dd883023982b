package dev.understudy.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.understudy.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A real receiver on the loopback that answers as a test says, and notes what it is sent. */
final class Receiver {

  /** What it answers; a status of 0 is no answer, unless released. */
  record Reply(int status, Map<String, String> headers, String body) {
    static Reply of(int status) {
      return new Reply(status, Map.of(), "");
    }
  }

  /** What it was sent. */
  record Received(String path, MultiMap headers, String body) {
    String id() {
      return headers.get("webhook-id");
    }

    JsonNode json() {
      return Json.parse(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    String type() {
      return json().get("type").asText();
    }

    String event() {
      return json().at("/data/id").asText();
    }

    /** As somebody who has that secret would, with the published library. */
    boolean isVerifiedBy(String secret) throws Exception {
      Map<String, List<String>> all =
          headers.names().stream().collect(Collectors.toMap(name -> name, headers::getAll));
      try {
        new Webhook(secret).verify(body, all);
        return true;
      } catch (WebhookVerificationException wrong) {
        return false;
      }
    }
  }

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final BlockingQueue<HttpServerResponse> held = new LinkedBlockingQueue<>();
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private volatile Reply usual = Reply.of(204);

  Receiver() throws Exception {
    this(new HttpServerOptions());
  }

  Receiver(HttpServerOptions options) throws Exception {
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
  }

  private void handle(HttpServerRequest request) {
    request.bodyHandler(body -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    Reply next = replies.poll();
    Reply reply = next == null ? usual : next;
    received.add(new Received(request.path(), request.headers(), body.toString()));
    if (reply.status() > 0) {
      HttpServerResponse response = request.response().setStatusCode(reply.status());
      reply.headers().forEach(response::putHeader);
      response.end(reply.body());
    } else {
      held.add(request.response());
    }
  }

  int port() {
    return server.actualPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/hook";
  }

  /** What it answers next, one after the other. */
  void answers(Reply... next) {
    replies.addAll(List.of(next));
  }

  void answers(int... statuses) {
    for (int status : statuses) {
      replies.add(Reply.of(status));
    }
  }

  /** Answers after all what it has not answered last. */
  void release(int status) throws InterruptedException {
    HttpServerResponse response = held.poll(20, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("nothing is held");
    }
    response.setStatusCode(status).end();
  }

  /** What it answers when it has not been told otherwise. */
  void usually(int status) {
    usual = Reply.of(status);
  }

  Received next() throws InterruptedException {
    Received next = received.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was sent");
    }
    return next;
  }

  List<Received> next(int count) throws InterruptedException {
    List<Received> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(next());
    }
    return all;
  }

  /** What has come meanwhile; null for nothing. */
  @Nullable Received already() {
    return received.poll();
  }

  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }
}
