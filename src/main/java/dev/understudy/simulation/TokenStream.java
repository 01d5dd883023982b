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
  private final TokenSchedule schedule;
  private final long t0Nanos;
  private final TokenSink sink;
  private final Promise<Playback> ended = Promise.promise();
  private State state = State.WAITING;
  private int sent;

  /** When the pacer turns to this stream next; kept by the stream, read by the queue. */
  private long wakeNanos;

  /** The stream's place in the pacer's queue, -1 outside; kept by the queue. */
  int queueIndex = -1;

  TokenStream(Pacer pacer, SimulationRecord simulation, long t0Nanos, TokenSink sink) {
    this.pacer = pacer;
    this.simulation = simulation;
    this.schedule = simulation.schedule();
    this.t0Nanos = t0Nanos;
    this.sink = sink;
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
   * is called, so that the sink can tell. Its lag is this minus the plan's offset.
   *
   * @throws IndexOutOfBoundsException when it was not sent yet
   */
  public long sentOffsetNanos(int k) {
    return simulation.sentOffsetNanos(k);
  }

  long wakeNanos() {
    return wakeNanos;
  }

  /** Whether the pacer must come back at {@link #wakeNanos}. */
  boolean isWaiting() {
    return state == State.WAITING;
  }

  /**
   * Gives the sink what is due, at most that many tokens, and the end after the last. What is due
   * beyond that keeps its turn behind the streams due before now.
   *
   * @return how many tokens were sent
   */
  int emitDue(long nowNanos, int most) {
    int from = sent;
    int room = Math.min(sink.room(), schedule.tokens() - from);
    if (room == 0 && from < schedule.tokens()) {
      state = State.BLOCKED;
      sink.onDrain(this::resume);
      return 0;
    }
    int to = dueBefore(nowNanos, from + Math.min(most, room));
    if (to > from) {
      sent = to;
      simulation.send(to, nowNanos - t0Nanos);
      sink.tokens(from, to);
      simulation.measure(from, to);
    }
    if (state == State.WAITING) {
      goOn(nowNanos);
    }
    return to - from;
  }

  private int dueBefore(long nowNanos, int end) {
    int k = sent;
    while (k < end && dueNanos(k) - nowNanos <= 0) {
      k++;
    }
    return k;
  }

  private void goOn(long nowNanos) {
    if (sent == schedule.tokens() && nextDueNanos() - nowNanos <= 0) {
      leave(SimulationState.DONE);
      sink.end();
      ended.complete(new Playback(true, sent));
    } else {
      wakeWhenDue();
    }
  }

  private void wakeWhenDue() {
    long due = nextDueNanos();
    long now = pacer.nowNanos();
    wakeNanos = due - now < 0 ? now : due;
  }

  private void resume() {
    if (state == State.BLOCKED) {
      state = State.WAITING;
      wakeWhenDue();
      pacer.add(this);
    }
  }

  /** Ends the stream because its sink threw. */
  void fail(RuntimeException failure) {
    if (state != State.ENDED) {
      leave(SimulationState.CUT);
    }
    ended.tryFail(failure);
  }

  private void leave(SimulationState how) {
    state = State.ENDED;
    pacer.remove(this);
    simulation.end(how);
  }

  private long nextDueNanos() {
    return sent < schedule.tokens() ? dueNanos(sent) : t0Nanos + schedule.durationNanos();
  }

  private long dueNanos(int k) {
    return t0Nanos + schedule.dueOffsetNanos(k);
  }
}
