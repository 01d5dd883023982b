package dev.understudy.http;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.TokenSink;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response that a plan is played into. A client that goes away ends the stream at once; a slow
 * one is waited for. Confined to the connection's event loop.
 */
final class StreamResponse implements TokenSink {

  /** Makes the bytes of a stream. */
  @FunctionalInterface
  interface Frames {
    /** Tokens that are due, and with the last what stands after it; may be empty. */
    Buffer next(TokenStream stream, int from, int toExclusive, boolean last);

    /** Writes what stands at the end, and ends the response. */
    default void end(HttpServerResponse response, Buffer last) {
      response.end(last);
    }
  }

  private static final Buffer NOTHING = Buffer.buffer();

  private final HttpServerResponse response;
  private final Frames frames;
  private final Promise<Void> done = Promise.promise();
  private @Nullable TokenStream stream;

  /** A response of these frames. */
  StreamResponse(HttpServerResponse response, Frames frames) {
    this.response = response;
    this.frames = frames;
  }

  /** One body, sent at the end. */
  static Frames body(Supplier<Buffer> body) {
    return (stream, from, toExclusive, last) -> last ? body.get() : NOTHING;
  }

  HttpServerResponse response() {
    return response;
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
    TokenStream cut = Objects.requireNonNull(stream);
    cut.cancel(SimulationState.CUT);
    UnderstudyException failure =
        new UnderstudyException(
            ErrorCode.UNAVAILABLE,
            "the server is stopping; the answer ends after %d tokens".formatted(cut.tokensSent()),
            null);
    if (response.headWritten() && !response.ended()) {
      response.end(Errors.event(failure));
    } else {
      Errors.answer(response, failure);
    }
  }

  @Override
  public void send(int from, int toExclusive, boolean last) {
    Buffer next = frames.next(Objects.requireNonNull(stream), from, toExclusive, last);
    if (last) {
      frames.end(response, next);
    } else if (next.length() > 0) {
      response.write(next);
    }
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
