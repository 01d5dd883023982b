package dev.understudy.http;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.TokenSink;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A response that a plan is played into. A client that goes away ends the stream at once; a slow
 * one is waited for. Confined to the connection's event loop.
 */
class StreamResponse implements TokenSink {

  /** Makes the bytes of a stream. */
  @FunctionalInterface
  interface Frames {
    /** Tokens that are due, and with the last what stands after it; may be empty. */
    Buffer next(TokenStream stream, int from, int toExclusive, boolean last);

    /** Writes the last tokens and what stands after them, and ends the response. */
    default void end(Wire wire, TokenStream stream, int from, int toExclusive) {
      wire.end(next(stream, from, toExclusive, true));
    }

    /** What ends a stream that has failed, in the shape of the vendor. */
    default Buffer error(HttpServerRequest request, Throwable failure) {
      return Errors.event(request, failure);
    }
  }

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Frames frames;
  private final Wire wire;
  private final boolean whole;
  private final Promise<Void> done = Promise.promise();
  private @Nullable TokenStream stream;

  /**
   * A response of these frames.
   *
   * @param whole whether it is one body
   */
  StreamResponse(HttpServerRequest request, Frames frames, Wire wire, boolean whole) {
    this.request = request;
    this.response = request.response();
    this.frames = frames;
    this.wire = wire;
    this.whole = whole;
  }

  /** The stream that feeds it. */
  final TokenStream stream() {
    return Objects.requireNonNull(stream);
  }

  /** Takes the stream that was started for it, and completes when that is over. */
  Future<Void> feed(TokenStream started) {
    stream = started;
    started.ended().onComplete(played -> done.tryComplete(), done::tryFail);
    if (response.closed()) {
      started.cancel(SimulationState.DISCONNECTED); // gone while the stream was planned
    } else {
      response.closeHandler(closed -> started.cancel(SimulationState.DISCONNECTED));
      response.exceptionHandler(failure -> started.cancel(SimulationState.DISCONNECTED));
    }
    return done.future();
  }

  /** Ends the stream before its time and tells the client: in a frame, or as the whole answer. */
  void cut() {
    TokenStream cut = stream();
    cut.cancel(SimulationState.CUT);
    UnderstudyException failure =
        new UnderstudyException(
            ErrorCode.UNAVAILABLE,
            "the server is stopping; the answer ends after %d tokens".formatted(cut.tokensSent()),
            null);
    if (response.headWritten() && !response.ended()) {
      wire.end(frames.error(request, failure));
    } else {
      Errors.answer(request, failure);
    }
  }

  @Override
  public void send(int from, int toExclusive, boolean last) {
    if (last) {
      frames.end(wire, stream(), from, toExclusive);
      return;
    }
    Buffer next = frames.next(stream(), from, toExclusive, false);
    if (next.length() > 0) {
      wire.write(next);
    }
  }

  @Override
  public boolean sendsAtEnd() {
    return whole;
  }

  @Override
  public int room() {
    return response.writeQueueFull() ? 0 : Integer.MAX_VALUE;
  }

  @Override
  public void onDrain(Runnable resume) {
    response.drainHandler(drained -> resume.run());
  }
}
