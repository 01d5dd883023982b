package dev.understudy.http;

import dev.understudy.simulation.PlannedAnswer;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/**
 * A body that is written piece by piece, as its client takes it and with pauses, so that a large
 * one holds up no stream beside it. Confined to the connection's event loop.
 */
final class BodyPieces implements StreamResponse.Frames {

  /** A megabyte, of pieces of 64 kB. */
  private static final int MOST_AT_A_TIME = 16;

  private static final int PAUSE_MILLIS = 1;

  private final Vertx vertx;
  private final PlannedAnswer answer;
  private final List<byte[]> pieces;
  private int next;

  /** The body of an answer. */
  BodyPieces(Vertx vertx, PlannedAnswer answer) {
    this.vertx = vertx;
    this.answer = answer;
    this.pieces = answer.pieces();
  }

  /** All of it at once, for who will not send it as it is. */
  @Override
  public Buffer next(TokenStream stream, int from, int toExclusive, boolean last) {
    Buffer whole = Buffer.buffer();
    if (last) {
      pieces.forEach(whole::appendBytes);
    }
    return whole;
  }

  @Override
  public void end(Wire wire, TokenStream stream, int from, int toExclusive) {
    if (pieces.size() == 1) {
      wire.end(Buffer.buffer(pieces.get(0)));
      return;
    }
    wire.response().putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(answer.bytes()));
    writeSome(wire.response());
  }

  private void writeSome(HttpServerResponse response) {
    int end = Math.min(pieces.size() - 1, next + MOST_AT_A_TIME);
    while (next < end && !response.closed() && !response.writeQueueFull()) {
      response.write(Buffer.buffer(pieces.get(next++)));
    }
    if (response.closed()) {
      return; // nobody is there to take the rest
    }
    if (response.writeQueueFull()) {
      response.drainHandler(drained -> writeSome(response));
    } else if (next < pieces.size() - 1) {
      vertx.setTimer(PAUSE_MILLIS, rested -> writeSome(response));
    } else {
      response.end(Buffer.buffer(pieces.get(next)));
    }
  }
}
