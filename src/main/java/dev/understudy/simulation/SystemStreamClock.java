package dev.understudy.simulation;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/** {@link System#nanoTime} and Netty's timers, as Vert.x's own know only milliseconds. */
enum SystemStreamClock implements StreamClock {
  INSTANCE;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Alarm alarm(Context context) {
    return new LoopAlarm((ContextInternal) context);
  }

  /**
   * What is to run soon is a timer too: a task put on Netty's task queue by a task runs before the
   * next look at the I/O.
   */
  private record LoopAlarm(ContextInternal context) implements Alarm {

    @Override
    public Runnable after(long delayNanos, Runnable task) {
      ScheduledFuture<?> timer =
          context
              .nettyEventLoop()
              .schedule(() -> context.dispatch(task), delayNanos, TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    }

    @Override
    public void soon(Runnable task) {
      after(1, task);
    }
  }
}
