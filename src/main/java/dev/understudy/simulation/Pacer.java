package dev.understudy.simulation;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Context;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays all streams of one event loop: a queue of streams by next due time and one timer at the
 * earliest, in absolute nanoseconds, so that being late once is never added to what follows.
 * Confined to that event loop.
 *
 * <p>A turn gives each stream what is due. It stops after {@value #MOST_TOKENS_PER_TURN} tokens or
 * 2 ms and goes on after the event loop has looked at its I/O, so that an overload delays tokens
 * but never starves connections; {@value #MOST_TOKENS_PER_CALL} tokens of one stream make way for
 * the others.
 */
public final class Pacer {

  static final int MOST_TOKENS_PER_TURN = 500;
  static final int MOST_TOKENS_PER_CALL = 100;
  static final long LONGEST_TURN_NANOS = 2_000_000;

  private final LongSupplier nanoClock;
  private final Alarm alarm;
  private final StreamQueue queue = new StreamQueue();
  private @Nullable Runnable cancelTimer;
  private long timerNanos;
  private boolean turnComing;
  private boolean inTurn;

  Pacer(LongSupplier nanoClock, Alarm alarm) {
    this.nanoClock = nanoClock;
    this.alarm = alarm;
  }

  /**
   * The pacer of an event loop; make one and keep it.
   *
   * @param context of an event-loop verticle
   * @param clock by which it plays
   */
  public static Pacer of(Context context, StreamClock clock) {
    if (!context.isEventLoopContext()) {
      throw new IllegalArgumentException("context: " + context + " (expected: an event loop's)");
    }
    return new Pacer(clock::nanoTime, clock.alarm(context));
  }

  /**
   * Starts to play a plan, and writes into its record what becomes of it. The sink is called later,
   * never from within this call, so the caller can hand it the stream first.
   *
   * @param t0Nanos what {@link #nowNanos} was at the start that the plan's offsets count from, such
   *     as the arrival of the request's headers
   * @throws UnderstudyException OVERLOADED when the model's slots and queue are full; the record
   *     says so then
   */
  public TokenStream play(SimulationRecord simulation, long t0Nanos, TokenSink sink) {
    DueTimes due = simulation.begin(t0Nanos);
    TokenStream stream = new TokenStream(this, simulation, due, t0Nanos, sink);
    add(stream);
    return stream;
  }

  /** How many streams wait for their next token; those that wait for their client do not count. */
  public int waitingStreams() {
    return queue.size();
  }

  /** The time by which it plays, in nanoseconds after some moment of no meaning. */
  public long nowNanos() {
    return nanoClock.getAsLong();
  }

  void add(TokenStream stream) {
    queue.add(stream);
    arm();
  }

  void remove(TokenStream stream) {
    queue.remove(stream);
    arm();
  }

  private void turn() {
    turnComing = false;
    inTurn = true;
    try {
      emitAllDue();
    } finally {
      // Whatever was thrown, the other streams go on.
      inTurn = false;
      arm();
    }
  }

  private void emitAllDue() {
    long start = nowNanos();
    long now = start;
    int budget = MOST_TOKENS_PER_TURN;
    while (budget > 0 && now - start < LONGEST_TURN_NANOS && headIsDue(now)) {
      TokenStream stream = queue.head();
      queue.remove(stream);
      budget -= Math.max(1, emit(stream, now, Math.min(budget, MOST_TOKENS_PER_CALL)));
      now = nowNanos();
    }
  }

  /** A sink that throws ends its own stream and no other. */
  private int emit(TokenStream stream, long now, int most) {
    int sent = 0;
    try {
      sent = stream.emitDue(now, most);
    } catch (RuntimeException e) {
      stream.fail(e);
    } catch (Error e) {
      stream.fail(e); // its client must not wait for nothing
      throw e;
    }
    if (stream.isWaiting()) {
      queue.add(stream);
    }
    return sent;
  }

  private boolean headIsDue(long now) {
    return !queue.isEmpty() && queue.head().wakeNanos() - now <= 0;
  }

  /** Sees to it that the next turn comes when the head is due, and none when there is no head. */
  private void arm() {
    if (inTurn || turnComing) {
      return;
    }
    if (queue.isEmpty()) {
      disarm();
      return;
    }
    long due = queue.head().wakeNanos();
    if (cancelTimer != null && timerNanos == due) {
      return;
    }
    disarm();
    long delay = due - nowNanos();
    if (delay > 0) {
      timerNanos = due;
      cancelTimer = alarm.after(delay, this::onTimer);
    } else {
      turnComing = true;
      alarm.soon(this::turn);
    }
  }

  private void onTimer() {
    cancelTimer = null;
    turn();
  }

  private void disarm() {
    if (cancelTimer != null) {
      cancelTimer.run();
      cancelTimer = null;
    }
  }
}
