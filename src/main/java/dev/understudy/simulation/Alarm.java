package dev.understudy.simulation;

/** What a pacer needs of its event loop. Confined to it. */
public interface Alarm {

  /** Runs the task once after that delay, above 0; the answer takes it back. */
  Runnable after(long delayNanos, Runnable task);

  /** Runs the task once, after whatever the event loop already has to do, its I/O included. */
  void soon(Runnable task);
}
