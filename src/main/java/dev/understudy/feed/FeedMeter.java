package dev.understudy.feed;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts those who follow, and bounds them. Safe on any thread. */
public final class FeedMeter {

  private final int most;
  private final AtomicInteger watchers = new AtomicInteger();
  private final LongAdder dropped = new LongAdder();

  /** At most so many at once. */
  public FeedMeter(int most) {
    this.most = most;
  }

  /** How many may follow at once. */
  public int most() {
    return most;
  }

  /** Counts one more; false when there are as many as may be. */
  public boolean enter() {
    if (watchers.incrementAndGet() <= most) {
      return true;
    }
    watchers.decrementAndGet();
    return false;
  }

  /** One that had entered is gone. */
  public void leave() {
    watchers.decrementAndGet();
  }

  /** One did not read what there was for it. */
  public void drop() {
    dropped.increment();
  }

  /** How many follow now. */
  public int watchers() {
    return watchers.get();
  }

  /** How many have been dropped. */
  public long dropped() {
    return dropped.sum();
  }
}
