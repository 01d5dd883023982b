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
  interface Frames {
    /** Tokens that are due. */
    Buffer tokens(TokenStream stream, int from, int toExclusive);

    /** What stands after the last. */
    Buffer end();
  }

  private final HttpServerResponse response;
  private final @Nullable Frames frames;
  private final Supplier<Buffer> whole;
  private final Promise<Void> done = Promise.promise();
  private @Nullable TokenStream stream;

  private StreamResponse(
      HttpServerResponse response, @Nullable Frames frames, Supplier<Buffer> whole) {
    this.response = response;
    this.frames = frames;
    this.whole = whole;
  }

  /** A response of frames. */
  static StreamResponse ofFrames(HttpServerResponse response, Frames frames) {
    return new StreamResponse(response, frames, Buffer::buffer);
  }

  /** A response of one body, sent at the end. */
  static StreamResponse ofBody(HttpServerResponse response, Supplier<Buffer> body) {
    return new StreamResponse(response, null, body);
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
  public void tokens(int from, int toExclusive) {
    if (frames != null) {
      response.write(frames.tokens(Objects.requireNonNull(stream), from, toExclusive));
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

  @Override
  public void end() {
    response.end(frames == null ? whole.get() : frames.end());
  }
}
