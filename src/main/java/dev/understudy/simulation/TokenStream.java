package dev.understudy.simulation;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * A plan being played: {@link Pacer} says when, this says what is due, waits while the sink is
 * full, and notes when each token went out. Confined to the pacer's event loop.
 */
public final class TokenStream {

  private enum State {
    WAITING,
    BLOCKED,
    ENDED
  }

  private final Pacer pacer;
  private final SimulationRecord simulation;
  private final DueTimes due;
  private final long t0Nanos;
  private final TokenSink sink;

  /**
   * Whether all tokens go out with the last; what an engine delays is known token by token only.
   */
  private final boolean atEnd;

  private final Promise<Playback> ended = Promise.promise();
  private State state = State.WAITING;
  private int sent;

  /** When the pacer turns to this stream next; kept by the stream, read by the queue. */
  private long wakeNanos;

  /** The stream's place in the pacer's queue, -1 outside; kept by the queue. */
  int queueIndex = -1;

  TokenStream(
      Pacer pacer, SimulationRecord simulation, DueTimes due, long t0Nanos, TokenSink sink) {
    this.pacer = pacer;
    this.simulation = simulation;
    this.due = due;
    this.t0Nanos = t0Nanos;
    this.sink = sink;
    this.atEnd = sink.sendsAtEnd() && due instanceof TokenSchedule;
    this.wakeNanos = nextDueNanos();
  }

  /**
   * Ends the stream now: no more calls of the sink, nothing of it is kept but its record. Without
   * effect when it has ended.
   *
   * @param why what its record says then
   */
  public void cancel(SimulationState why) {
    if (state != State.ENDED) {
      leave(why);
      ended.complete(new Playback(false, sent));
    }
  }

  /** Completes when the stream has ended; fails when its sink threw. */
  public Future<Playback> ended() {
    return ended.future();
  }

  /** How many tokens the sink was given. */
  public int tokensSent() {
    return sent;
  }

  /**
   * When token {@code k} was given to the sink, in nanoseconds after the start: set before the sink
   * is called, so that the sink can tell. Its lag is this minus {@link #dueOffsetNanos}.
   *
   * @throws IndexOutOfBoundsException when it was not sent yet
   */
  public long sentOffsetNanos(int k) {
    return simulation.sentOffsetNanos(k);
  }

  /**
   * When token {@code k}, one that was sent, was due, in nanoseconds after the start: as planned,
   * or later where the model's engine was at work for others.
   */
  public long dueOffsetNanos(int k) {
    return due.dueOffsetNanos(k);
  }

  long wakeNanos() {
    return wakeNanos;
  }

  /** Whether the pacer must come back at {@link #wakeNanos}. */
  boolean isWaiting() {
    return state == State.WAITING;
  }

  /**
   * Gives the sink what is due, at most that many tokens, and the end with the last. What is due
   * beyond that keeps its turn behind the streams due before now.
   *
   * @return how many tokens were sent; an answer in one write counts as one
   */
  int emitDue(long nowNanos, int most) {
    due.advance(nowNanos);
    int from = sent;
    int ready =
        atEnd ? allOrNone(nowNanos) : dueBefore(nowNanos, Math.min(due.tokens(), from + most));
    int room = ready == from ? 0 : sink.room();
    if (room == 0 && ready > from) {
      state = State.BLOCKED;
      sink.onDrain(this::resume);
      return 0;
    }
    int to = from + Math.min(room, ready - from);
    boolean last = to == due.tokens() && t0Nanos + due.durationNanos() - nowNanos <= 0;
    if (to > from || last) {
      send(from, to, last, nowNanos);
    }
    if (state == State.WAITING) {
      wakeWhenDue();
    }
    return atEnd ? Math.min(1, to - from) : to - from;
  }

  private int allOrNone(long nowNanos) {
    return t0Nanos + due.durationNanos() - nowNanos <= 0 ? due.tokens() : 0;
  }

  private void send(int from, int to, boolean last, long nowNanos) {
    sent = to;
    simulation.send(to, nowNanos - t0Nanos);
    if (last) {
      leave(sink.atEnd()); // a connection that closes behind it is no disconnect
    }
    sink.send(from, to, last);
    if (atEnd) {
      simulation.measureEnd();
    } else {
      simulation.measure(from, to);
    }
    if (last) {
      ended.complete(new Playback(true, sent));
    }
  }

  private int dueBefore(long nowNanos, int end) {
    int k = sent;
    while (k < end && dueNanos(k) - nowNanos <= 0) {
      k++;
    }
    return k;
  }

  private void wakeWhenDue() {
    long next = nextDueNanos();
    long now = pacer.nowNanos();
    wakeNanos = next - now < 0 ? now : next;
  }

  private void resume() {
    if (state == State.BLOCKED) {
      state = State.WAITING;
      wakeWhenDue();
      pacer.add(this);
    }
  }

  /** Ends the stream because its sink threw. */
  void fail(Throwable failure) {
    if (state != State.ENDED) {
      leave(SimulationState.CUT);
    }
    ended.tryFail(failure);
  }

  private void leave(SimulationState how) {
    state = State.ENDED;
    due.leave();
    pacer.remove(this);
    simulation.end(how);
  }

  private long nextDueNanos() {
    return sent < due.tokens() && !atEnd ? dueNanos(sent) : t0Nanos + due.durationNanos();
  }

  private long dueNanos(int k) {
    return t0Nanos + due.dueOffsetNanos(k);
  }
}
