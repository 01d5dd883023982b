package dev.understudy.simulation;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** An event loop whose time stands still until a test moves it. */
final class VirtualLoop implements Alarm {

  private record Timer(long dueNanos, long sequence, Runnable task) {}

  private final PriorityQueue<Timer> timers;
  private final Queue<Runnable> soon = new ArrayDeque<>();
  private long sequence;
  private long nowNanos;
  private int turns;

  VirtualLoop(long startNanos) {
    nowNanos = startNanos;
    timers =
        new PriorityQueue<>(
            Comparator.<Timer>comparingLong(timer -> timer.dueNanos() - startNanos)
                .thenComparingLong(Timer::sequence));
  }

  long nowNanos() {
    return nowNanos;
  }

  /** How many tasks ran so far. */
  int turns() {
    return turns;
  }

  int pendingTimers() {
    return timers.size();
  }

  /** Work that takes time. */
  void spend(long nanos) {
    nowNanos += nanos;
  }

  @Override
  public Runnable after(long delayNanos, Runnable task) {
    Timer timer = new Timer(nowNanos + delayNanos, sequence++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public void soon(Runnable task) {
    soon.add(task);
  }

  /** Runs one task that is due until then; false when there is none, and time has come to then. */
  boolean step(long untilNanos) {
    Runnable task = soon.poll();
    if (task == null) {
      Timer timer = timers.peek();
      if (timer == null || timer.dueNanos() - untilNanos > 0) {
        moveTo(untilNanos);
        return false;
      }
      timers.remove(timer);
      moveTo(timer.dueNanos());
      task = timer.task();
    }
    turns++;
    task.run();
    return true;
  }

  private void moveTo(long nanos) {
    if (nanos - nowNanos > 0) {
      nowNanos = nanos;
    }
  }

  void runUntil(long untilNanos) {
    while (step(untilNanos)) {
      // each step is one task
    }
  }
}
