package dev.understudy.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Answers that are JSON. */
final class Bodies {

  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private Bodies() {}

  static Future<Void> send(HttpServerResponse response, byte[] json) {
    return response.putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Buffer.buffer(json));
  }
}
