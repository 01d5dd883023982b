package dev.understudy.bus;

import dev.understudy.simulation.AnswerReader;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.TokenSink;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a stream to an address, never more tokens than the receiver gave credits for. A receiver
 * that gives none while tokens wait is taken for gone after a while. Confined to the event loop
 * that plays the stream.
 */
final class BusTokenSink implements TokenSink {

  private static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(BusCodec.NAME);

  private final Vertx vertx;
  private final SimulationPlan plan;
  private final AnswerReader answer;
  private final LongSupplier elapsedNanos;
  private final Duration patience;
  private final String replyAddress;
  private final String controlAddress = Addresses.STREAM + ".control." + UUID.randomUUID();
  private final MessageConsumer<StreamControl> control;
  private final Promise<Void> closed = Promise.promise();
  private long credits;
  private int next;
  private @Nullable Runnable resume;
  private @Nullable TokenStream stream;
  private long patienceTimer = -1;

  /**
   * A sink that waits to be fed.
   *
   * @param elapsedNanos the time since the stream's start
   * @param patience how long tokens wait for credits, at least 1 ms
   */
  BusTokenSink(
      Vertx vertx,
      SimulationPlan plan,
      BusRequest.OpenStream request,
      LongSupplier elapsedNanos,
      Duration patience) {
    this.vertx = vertx;
    this.plan = plan;
    this.answer = new AnswerReader(plan.answer());
    this.elapsedNanos = elapsedNanos;
    this.patience = patience;
    this.replyAddress = request.replyAddress();
    this.credits = request.credits();
    this.control = vertx.eventBus().consumer(controlAddress, m -> control(m.body()));
  }

  /** Where the receiver can be heard from. */
  String controlAddress() {
    return controlAddress;
  }

  /** Completes when the control address can be reached from wherever the receiver is. */
  Future<Void> reachable() {
    return control.completion();
  }

  /** Completes when the stream is over, however it ended, and nothing of it is kept. */
  Future<Void> closed() {
    return closed.future();
  }

  /** The stream that feeds this sink; told right after it was started. */
  void feed(TokenStream started) {
    stream = started;
    started.ended().onFailure(failure -> cut(SimulationState.CUT));
  }

  /** Forgets the receiver of a stream that was never begun. */
  void refused() {
    control.unregister();
  }

  @Override
  public void send(int from, int toExclusive, boolean last) {
    credits -= toExclusive - from;
    next = toExclusive;
    sendPart(from, last ? plan.finishReason().jsonName() : null);
    if (last) {
      close(SimulationState.DONE);
    }
  }

  @Override
  public int room() {
    return (int) Math.min(credits, Integer.MAX_VALUE);
  }

  @Override
  public void onDrain(Runnable callback) {
    resume = callback;
    waitForCredits();
  }

  private void control(StreamControl message) {
    if (message.stop()) {
      close(SimulationState.DISCONNECTED);
      return;
    }
    credits += Math.max(0, message.credits());
    Runnable callback = resume;
    if (credits > 0 && callback != null) {
      cancelPatience();
      resume = null;
      callback.run();
    }
  }

  private void sendPart(int from, @Nullable String finishReason) {
    List<String> pieces = new ArrayList<>(next - from);
    for (int k = from; k < next; k++) {
      pieces.add(answer.read());
    }
    StreamPart part = new StreamPart(from, pieces, elapsedNanos.getAsLong(), finishReason);
    vertx.eventBus().send(replyAddress, part, OPTIONS);
  }

  private void waitForCredits() {
    if (patienceTimer < 0) {
      patienceTimer =
          vertx.setTimer(patience.toMillis(), timer -> cut(SimulationState.DISCONNECTED));
    }
  }

  private void cancelPatience() {
    if (patienceTimer >= 0) {
      vertx.cancelTimer(patienceTimer);
      patienceTimer = -1;
    }
  }

  /** Ends the stream before its time and tells the receiver. */
  void cut(SimulationState why) {
    if (!closed.future().isComplete()) {
      sendPart(next, StreamPart.STOPPED);
      close(why);
    }
  }

  private void close(SimulationState how) {
    cancelPatience();
    control.unregister();
    Objects.requireNonNull(stream).cancel(how);
    closed.tryComplete();
  }
}
