package dev.understudy.source;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Timers that go off when a test says so. */
final class ManualTimers implements SourceTimers {

  private final List<Timer> armed = new CopyOnWriteArrayList<>();

  private record Timer(Duration delay, Runnable task, Context context) {}

  @Override
  public Runnable after(Duration delay, Runnable task) {
    Timer timer = new Timer(delay, task, Vertx.currentContext());
    armed.add(timer);
    return () -> armed.remove(timer);
  }

  /** How long those wait that are armed. */
  List<Duration> delays() {
    return armed.stream().map(Timer::delay).toList();
  }

  /** Lets the one go off that waits at least so long, and at most so long. */
  void fire(Duration least, Duration most) {
    Timer due =
        armed.stream()
            .filter(timer -> timer.delay().compareTo(least) >= 0)
            .filter(timer -> timer.delay().compareTo(most) <= 0)
            .findFirst()
            .orElseThrow(() -> new AssertionError("armed: " + delays()));
    armed.remove(due);
    due.context().runOnContext(go -> due.task().run());
  }
}
