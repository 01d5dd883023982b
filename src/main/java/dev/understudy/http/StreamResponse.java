package dev.understudy.http;

import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.SimulationPlan;
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

  /** Plays a plan as server-sent events. */
  static Future<Void> events(
      HttpServerResponse response, Pacer pacer, SimulationPlan plan, long t0Nanos, Frames frames) {
    Future<Void> played =
        play(new StreamResponse(response, frames, Buffer::buffer), pacer, plan, t0Nanos);
    headersOf(response, plan).setChunked(true); // nothing is sent yet
    return played;
  }

  /** The headers of a stream of server-sent events. */
  static HttpServerResponse headersOf(HttpServerResponse response, SimulationPlan plan) {
    return response
        .putHeader(SimulationPlan.HEADER, plan.planHeader())
        .putHeader("content-type", "text/event-stream; charset=utf-8")
        .putHeader("cache-control", "no-cache")
        .putHeader("x-accel-buffering", "no");
  }

  /** Sends one body when the last token of the plan is due. */
  static Future<Void> atTheEnd(
      HttpServerResponse response,
      Pacer pacer,
      SimulationPlan plan,
      long t0Nanos,
      Supplier<Buffer> body) {
    Future<Void> played = play(new StreamResponse(response, null, body), pacer, plan, t0Nanos);
    response
        .putHeader(SimulationPlan.HEADER, plan.planHeader())
        .putHeader("content-type", "application/json");
    return played;
  }

  private static Future<Void> play(
      StreamResponse sink, Pacer pacer, SimulationPlan plan, long t0Nanos) {
    HttpServerResponse response = sink.response;
    if (response.closed()) {
      return Future.succeededFuture(); // gone while the stream was planned
    }
    TokenStream stream = pacer.play(plan, t0Nanos, sink);
    sink.stream = stream;
    response.closeHandler(closed -> stream.cancel());
    response.exceptionHandler(failure -> stream.cancel());
    stream.ended().onComplete(played -> sink.done.tryComplete(), sink.done::tryFail);
    return sink.done.future();
  }

  @Override
  public void tokens(int from, int toExclusive) {
    if (frames != null) {
      response.write(frames.tokens(Objects.requireNonNull(stream), from, toExclusive));
    }
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
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
