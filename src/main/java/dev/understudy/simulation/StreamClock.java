package dev.understudy.simulation;

import io.vertx.core.Context;

/** The time by which streams are played. Safe on any thread. */
public interface StreamClock {

  /** Nanoseconds after some moment of no meaning; may overflow, as {@link System#nanoTime} may. */
  long nanoTime();

  /** Wakes up that event loop. */
  Alarm alarm(Context context);

  /** The system's time. {@link VirtualClock} is another, for tests. */
  static StreamClock system() {
    return SystemStreamClock.INSTANCE;
  }
}
