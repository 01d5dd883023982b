package dev.understudy.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;

/** Writes an answer, and can break it off. Confined to the connection's event loop. */
class Wire {

  private final HttpServerRequest request;

  /** Of the answer to that request. */
  Wire(HttpServerRequest request) {
    this.request = request;
  }

  final HttpServerResponse response() {
    return request.response();
  }

  /** Writes a part. */
  void write(Buffer part) {
    response().write(part);
  }

  /** Writes the last part, or all of it. */
  void end(Buffer last) {
    response().end(last);
  }

  /** What was written and not yet sent; it is not sent by itself any more. */
  Buffer takeHeld() {
    return Buffer.buffer();
  }

  /** Says how long the answer is, unless it is chunked or has begun. */
  final void nameLength(int bytes) {
    if (!response().headWritten() && !response().isChunked()) {
      response().putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes));
    }
  }

  /**
   * Sends the last part and closes the connection in the middle of the answer.
   *
   * @param reset whether with a TCP reset, as when a process dies or a balancer gives up
   */
  final void breakOff(Buffer last, boolean reset) {
    response()
        .write(takeHeld().appendBuffer(last))
        .onComplete(
            written -> {
              if (reset) {
                lingerNot();
              }
              request.connection().close();
            });
  }

  /** Closing a socket that does not linger sends a reset (RFC 9293, 3.9.1; socket(7)). */
  private void lingerNot() {
    Channel channel =
        ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
  }
}
