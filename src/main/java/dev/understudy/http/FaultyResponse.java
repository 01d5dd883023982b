package dev.understudy.http;

import dev.understudy.fault.ChosenFaults;
import dev.understudy.fault.Effect;
import dev.understudy.fault.FaultKind;
import dev.understudy.fault.Injected;
import dev.understudy.simulation.Alarm;
import dev.understudy.simulation.SimulationState;
import dev.understudy.simulation.TokenStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A response that is disturbed on purpose. What ends it after k tokens does so when the next one
 * would be due, so that no more than k are ever counted as sent. Confined to the connection's event
 * loop.
 */
final class FaultyResponse extends StreamResponse {

  private static final Buffer COMMENT = Buffer.buffer(": keep-alive\n\n");

  private final Call call;
  private final Wire wire;
  private final Frames frames;
  private final boolean whole;
  private final Alarm alarm;
  private final @Nullable Injected ending;
  private final int malformedAt;
  private final long commentNanos;
  private @Nullable Runnable cancelComment;
  private int sent;

  /**
   * A response with those faults.
   *
   * @param whole whether it is one body
   */
  FaultyResponse(
      Call call, Frames frames, Wire wire, List<Injected> faults, boolean whole, Alarm alarm) {
    super(call.request(), frames, wire, false); // a fault may come after any token
    this.call = call;
    this.frames = frames;
    this.wire = wire;
    this.whole = whole;
    this.alarm = alarm;
    this.ending = ChosenFaults.ending(faults);
    Injected malformed = ChosenFaults.of(FaultKind.MALFORMED, faults);
    this.malformedAt = malformed == null ? -1 : malformed.effect().after();
    Injected comments = ChosenFaults.of(FaultKind.KEEP_ALIVE, faults);
    this.commentNanos =
        comments != null && comments.effect() instanceof Effect.KeepAlive often ? often.nanos() : 0;
  }

  @Override
  Future<Void> feed(TokenStream started) {
    if (commentNanos > 0) {
      commentLater();
    }
    return super.feed(started).onComplete(ended -> stopComments());
  }

  private void commentLater() {
    cancelComment =
        alarm.after(
            commentNanos,
            () -> {
              if (!wire.response().writeQueueFull()) {
                wire.write(COMMENT.copy());
              }
              commentLater();
            });
  }

  private void stopComments() {
    if (cancelComment != null) {
      cancelComment.run();
      cancelComment = null;
    }
  }

  @Override
  public void send(int from, int toExclusive, boolean last) {
    sent = toExclusive;
    boolean broken = last && ending != null;
    if (whole && last) {
      finish(broken);
    } else if (!whole) {
      Buffer next = next(from, toExclusive, last && !broken);
      if (last && !broken) {
        wire.end(next);
      } else if (next.length() > 0) {
        wire.write(next);
      }
      if (broken) {
        breakOff();
      }
    }
  }

  /** Ends a whole answer. */
  private void finish(boolean broken) {
    if (broken) {
      breakOff();
    } else {
      Buffer body = body();
      wire.end(malformedAt < 0 ? body : half(body));
    }
  }

  private Buffer next(int from, int toExclusive, boolean last) {
    TokenStream stream = stream();
    if (malformedAt < from || malformedAt >= toExclusive) {
      return frames.next(stream, from, toExclusive, last);
    }
    Buffer out = Buffer.buffer();
    if (malformedAt > from) {
      out.appendBuffer(frames.next(stream, from, malformedAt, false));
    }
    int after = malformedAt + 1;
    out.appendBuffer(SseFrames.malformed(frames.next(stream, malformedAt, after, false)));
    return after < toExclusive || last
        ? out.appendBuffer(frames.next(stream, after, toExclusive, last))
        : out;
  }

  @Override
  public SimulationState atEnd() {
    return ending == null ? SimulationState.DONE : SimulationState.CUT;
  }

  @Override
  public int room() {
    int room = super.room();
    return ending == null ? room : Math.min(room, ending.effect().after() - sent);
  }

  @Override
  public void onDrain(Runnable resume) {
    if (ending != null && sent == ending.effect().after()) {
      breakOff();
    } else {
      super.onDrain(resume);
    }
  }

  private void breakOff() {
    stream().cancel(SimulationState.CUT);
    Injected fault = Objects.requireNonNull(ending);
    if (fault.effect() instanceof Effect.ErrorFrame frame) {
      error(fault, frame.error());
      return;
    }
    boolean reset = fault.effect().kind() == FaultKind.RESET;
    if (whole) {
      Buffer body = body();
      wire.nameLength(body.length());
      wire.breakOff(half(body), reset);
    } else {
      wire.breakOff(beginning(), reset);
    }
  }

  private void error(Injected fault, Effect.HttpError error) {
    Throwable failure = fault.failure(error);
    if (whole) {
      Errors.answer(call.request(), failure);
    } else {
      wire.end(beginning().appendBuffer(frames.error(call.request(), failure)));
    }
  }

  /** What stands before the first token, where none was sent. */
  private Buffer beginning() {
    return sent > 0 ? Buffer.buffer() : frames.next(stream(), 0, 0, false);
  }

  private Buffer body() {
    return frames.next(stream(), 0, sent, true);
  }

  static Buffer half(Buffer body) {
    return body.getBuffer(0, body.length() / 2);
  }
}
