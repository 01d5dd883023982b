package dev.understudy.simulation;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/** {@link System#nanoTime} and Netty's timers, as Vert.x's own know only milliseconds. */
enum SystemStreamClock implements StreamClock {
  INSTANCE;

  private static final long REST_NANOS = Long.getLong("rest", 200_000L);

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Alarm alarm(Context context) {
    return new LoopAlarm((ContextInternal) context);
  }

  /**
   * Rings at most every {@value #REST_NANOS} ns, so that under load a turn sends what has come due
   * by then, instead of a turn a token; and none comes late by more than that for it. What is to
   * run soon is a timer too: a task put on Netty's task queue by a task runs before the next look
   * at the I/O.
   */
  private static final class LoopAlarm implements Alarm {

    private final ContextInternal context;
    private long rungNanos = System.nanoTime() - REST_NANOS;

    LoopAlarm(ContextInternal context) {
      this.context = context;
    }

    @Override
    public Runnable after(long delayNanos, Runnable task) {
      long restNanos = rungNanos + REST_NANOS - System.nanoTime();
      return in(Math.max(delayNanos, restNanos), task);
    }

    @Override
    public void soon(Runnable task) {
      in(1, task);
    }

    private Runnable in(long delayNanos, Runnable task) {
      ScheduledFuture<?> timer =
          context.nettyEventLoop().schedule(() -> ring(task), delayNanos, TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    }

    private void ring(Runnable task) {
      rungNanos = System.nanoTime();
      context.dispatch(task);
    }
  }
}
