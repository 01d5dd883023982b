package dev.understudy.http;

import dev.understudy.simulation.TokenStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A body that is written piece by piece, as its client takes it and with pauses, so that a large
 * one holds up no stream beside it. Confined to the connection's event loop.
 */
final class BodyPieces implements StreamResponse.Frames {

  /** A megabyte, of pieces of 64 kB. */
  private static final int MOST_AT_A_TIME = 16;

  private static final int PAUSE_MILLIS = 1;
  private static final int PIECE_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final List<byte[]> pieces;
  private final long bytes;
  private int next;

  /**
   * A body of pieces.
   *
   * @param bytes how long they are together
   */
  BodyPieces(Vertx vertx, List<byte[]> pieces, long bytes) {
    this.vertx = vertx;
    this.pieces = pieces;
    this.bytes = bytes;
  }

  /** A body that is there in one piece. */
  static BodyPieces of(Vertx vertx, byte[] body) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < body.length; from += PIECE_BYTES) {
      pieces.add(Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE_BYTES)));
    }
    return new BodyPieces(vertx, pieces, body.length);
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
    wire.response().putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes));
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
