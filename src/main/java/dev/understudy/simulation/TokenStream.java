package dev.understudy.simulation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;

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
  private final DueTimes schedule;
  private final long t0Nanos;
  private final TokenSink sink;
  private final long[] sentOffsetsNanos;
  private final Promise<Playback> ended = Promise.promise();
  private State state = State.WAITING;
  private int sent;

  /** When the pacer turns to this stream next; kept by the stream, read by the queue. */
  private long wakeNanos;

  /** The stream's place in the pacer's queue, -1 outside; kept by the queue. */
  int queueIndex = -1;

  TokenStream(Pacer pacer, DueTimes schedule, long t0Nanos, TokenSink sink) {
    this.pacer = pacer;
    this.schedule = schedule;
    this.t0Nanos = t0Nanos;
    this.sink = sink;
    this.sentOffsetsNanos = new long[schedule.tokens()];
    this.wakeNanos = nextDueNanos();
  }

  /**
   * Ends the stream now: no more calls of the sink, nothing of it is kept. Without effect when it
   * has ended.
   */
  public void cancel() {
    if (state != State.ENDED) {
      leave();
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
    if (k >= sent) {
      throw new IndexOutOfBoundsException(
          "token: " + k + " (expected: below the " + sent + " sent)");
    }
    return sentOffsetsNanos[k];
  }

  /**
   * When token {@code k}, one that was sent, was due, in nanoseconds after the start: as planned,
   * or later where the model's engine was at work for others.
   */
  public long dueOffsetNanos(int k) {
    return schedule.dueOffsetNanos(k);
  }

  /** The offsets of all tokens sent, as a copy. */
  public long[] sentOffsetsNanos() {
    return Arrays.copyOf(sentOffsetsNanos, sent);
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
    if (sink.isFull()) {
      state = State.BLOCKED;
      sink.onDrain(this::resume);
      return 0;
    }
    schedule.advance(nowNanos);
    int from = sent;
    int to = dueBefore(nowNanos, Math.min(schedule.tokens(), from + most));
    if (to > from) {
      Arrays.fill(sentOffsetsNanos, from, to, nowNanos - t0Nanos);
      sent = to;
      sink.tokens(from, to);
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
      leave();
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
    leave();
    ended.tryFail(failure);
  }

  private void leave() {
    state = State.ENDED;
    schedule.leave();
    pacer.remove(this);
  }

  private long nextDueNanos() {
    return sent < schedule.tokens() ? dueNanos(sent) : t0Nanos + schedule.durationNanos();
  }

  private long dueNanos(int k) {
    return t0Nanos + schedule.dueOffsetNanos(k);
  }
}
