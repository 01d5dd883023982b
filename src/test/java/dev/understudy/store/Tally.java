package dev.understudy.store;

import java.util.concurrent.TimeUnit;

/** A count that can be waited for. Safe on any thread. */
final class Tally {

  private int count;

  synchronized void add() {
    count++;
    notifyAll();
  }

  synchronized int count() {
    return count;
  }

  synchronized void await(int wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (count < wanted) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0) {
        throw new AssertionError(count + " (expected: " + wanted + ")");
      }
      wait(millis);
    }
  }
}
