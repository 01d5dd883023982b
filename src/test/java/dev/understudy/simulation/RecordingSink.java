package dev.understudy.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes each call as {@code from-to@nanos}, and costs as much virtual time a call as told. */
class RecordingSink implements TokenSink {

  private final VirtualLoop loop;
  private final long startNanos;
  private final List<String> calls = new ArrayList<>();
  private @Nullable Runnable resume;
  private long callNanos;
  private boolean full;

  RecordingSink(VirtualLoop loop) {
    this.loop = loop;
    this.startNanos = loop.nowNanos();
  }

  RecordingSink costing(long nanosPerCall) {
    callNanos = nanosPerCall;
    return this;
  }

  List<String> calls() {
    return calls;
  }

  /** Whether somebody waits for room. */
  boolean isAwaited() {
    return resume != null;
  }

  void fill() {
    full = true;
  }

  void drain() {
    full = false;
    Runnable waiting = resume;
    resume = null;
    if (waiting != null) {
      waiting.run();
    }
  }

  @Override
  public void send(int from, int toExclusive, boolean last) {
    if (toExclusive > from) {
      calls.add(from + "-" + toExclusive + at());
    }
    if (last) {
      calls.add("end" + at());
    }
    loop.spend(callNanos);
  }

  @Override
  public int room() {
    return full ? 0 : Integer.MAX_VALUE;
  }

  @Override
  public void onDrain(Runnable whenDrained) {
    resume = whenDrained;
  }

  private String at() {
    return "@" + (loop.nowNanos() - startNanos);
  }
}
