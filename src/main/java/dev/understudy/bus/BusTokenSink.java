package dev.understudy.bus;

import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.TokenSink;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends a stream to an address, never more tokens than the receiver gave credits for. A receiver
 * that gives none for {@value #PATIENCE_MILLIS} ms while tokens wait is taken for gone. Confined to
 * the event loop that plays the stream.
 */
final class BusTokenSink implements TokenSink {

  private static final long PATIENCE_MILLIS = 30_000;
  private static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(BusCodec.NAME);

  private final Vertx vertx;
  private final SimulationPlan plan;
  private final String replyAddress;
  private final String controlAddress = Addresses.STREAM + ".control." + UUID.randomUUID();
  private final MessageConsumer<StreamControl> control;
  private long credits;
  private int next;
  private int due;
  private boolean complete;
  private @Nullable Runnable resume;
  private @Nullable TokenStream stream;
  private long patienceTimer = -1;

  BusTokenSink(Vertx vertx, SimulationPlan plan, String replyAddress, int credits) {
    if (credits < 0) {
      throw UnderstudyException.invalid("credits", credits, "a whole number from 0");
    }
    this.vertx = vertx;
    this.plan = plan;
    this.replyAddress = replyAddress;
    this.credits = credits;
    this.control = vertx.eventBus().consumer(controlAddress, m -> control(m.body()));
  }

  String controlAddress() {
    return controlAddress;
  }

  /** The stream that feeds this sink; told right after it was started. */
  void feed(TokenStream started) {
    stream = started;
    started.ended().onComplete(done -> closeUnlessWaiting());
  }

  @Override
  public void tokens(int from, int toExclusive) {
    due = toExclusive;
    send();
  }

  @Override
  public boolean isFull() {
    return next < due || credits == 0;
  }

  @Override
  public void onDrain(Runnable callback) {
    resume = callback;
    waitForCredits();
  }

  @Override
  public void end() {
    complete = true;
    send();
  }

  private void control(StreamControl message) {
    if (message.stop()) {
      Objects.requireNonNull(stream).cancel();
      close();
      return;
    }
    credits += Math.max(0, message.credits());
    cancelPatience();
    send();
    Runnable callback = resume;
    if (!isFull() && callback != null) {
      resume = null;
      callback.run();
    }
  }

  private void send() {
    int end = (int) Math.min(due, next + credits);
    boolean last = complete && end == due;
    if (end > next || last) {
      List<String> pieces = new ArrayList<>(end - next);
      for (int k = next; k < end; k++) {
        pieces.add(plan.piece(k));
      }
      long sent = end == 0 ? 0 : Objects.requireNonNull(stream).sentOffsetNanos(end - 1);
      String finish = last ? plan.finishReason().jsonName() : null;
      vertx.eventBus().send(replyAddress, new StreamPart(next, pieces, sent, finish), OPTIONS);
      credits -= end - next;
      next = end;
    }
    if (last) {
      close();
    } else if (complete) {
      waitForCredits();
    }
  }

  private void waitForCredits() {
    if (patienceTimer < 0) {
      patienceTimer =
          vertx.setTimer(
              PATIENCE_MILLIS,
              timer -> {
                Objects.requireNonNull(stream).cancel();
                close();
              });
    }
  }

  private void cancelPatience() {
    if (patienceTimer >= 0) {
      vertx.cancelTimer(patienceTimer);
      patienceTimer = -1;
    }
  }

  private void closeUnlessWaiting() {
    if (!complete || next == due) {
      close();
    }
  }

  private void close() {
    cancelPatience();
    control.unregister();
  }
}
