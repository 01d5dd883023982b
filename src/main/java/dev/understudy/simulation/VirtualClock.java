package dev.understudy.simulation;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still until it is told to go on: a test that gives a server this clock gets
 * every token at exactly its due time, without waiting for it. Safe on any thread.
 *
 * <p>Alarms ring one after the other, in order of their time, each on its own event loop; the next
 * waits until the one before has been dealt with.
 */
public final class VirtualClock implements StreamClock {

  private record Ring(long dueNanos, long number, Context context, Runnable task) {}

  private final PriorityQueue<Ring> rings =
      new PriorityQueue<>(Comparator.comparingLong(Ring::dueNanos).thenComparingLong(Ring::number));
  private List<Promise<Void>> arrivals = new ArrayList<>();
  private List<Promise<Void>> watchers = new ArrayList<>();
  private long nowNanos;
  private long targetNanos;
  private long numbers;
  private boolean ringing;

  /** A clock at 0. */
  public VirtualClock() {}

  @Override
  public synchronized long nanoTime() {
    return nowNanos;
  }

  /**
   * Lets time go on.
   *
   * @param by how long, from 0
   * @return completes when all that is due by then was sent
   */
  public Future<Void> advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("by: " + by + " (expected: from 0)");
    }
    Promise<Void> arrival = Promise.promise();
    synchronized (this) {
      targetNanos += by.toNanos();
      arrivals.add(arrival);
    }
    goOn();
    return arrival.future();
  }

  /** Completes as soon as some stream waits for time to go on. */
  public Future<Void> whenAwaited() {
    Promise<Void> watcher = Promise.promise();
    synchronized (this) {
      watchers.add(watcher);
    }
    goOn();
    return watcher.future();
  }

  @Override
  public Alarm alarm(Context context) {
    return new Alarm() {
      @Override
      public Runnable after(long delayNanos, Runnable task) {
        return add(context, delayNanos, task);
      }

      @Override
      public void soon(Runnable task) {
        add(context, 0, task);
      }
    };
  }

  private Runnable add(Context context, long delayNanos, Runnable task) {
    Ring ring;
    synchronized (this) {
      ring = new Ring(nowNanos + delayNanos, numbers++, context, task);
      rings.add(ring);
    }
    goOn();
    return () -> remove(ring);
  }

  private synchronized void remove(Ring ring) {
    rings.remove(ring);
  }

  private void goOn() {
    List<Promise<Void>> told = new ArrayList<>();
    Ring next = next(told);
    told.forEach(promise -> promise.tryComplete());
    if (next != null) {
      next.context().runOnContext(turn -> ring(next));
    }
  }

  /** Takes the next ring, or none when all is quiet up to the target; then says who is told. */
  private synchronized @Nullable Ring next(List<Promise<Void>> told) {
    if (ringing) {
      return null;
    }
    Ring next = rings.peek();
    if (next != null && next.dueNanos() <= targetNanos) {
      rings.remove();
      nowNanos = Math.max(nowNanos, next.dueNanos());
      ringing = true;
      return next;
    }
    nowNanos = targetNanos;
    told.addAll(arrivals);
    arrivals = new ArrayList<>();
    if (next != null) {
      told.addAll(watchers);
      watchers = new ArrayList<>();
    }
    return null;
  }

  private void ring(Ring ring) {
    try {
      ring.task().run();
    } finally {
      synchronized (this) {
        ringing = false;
      }
      goOn();
    }
  }
}
