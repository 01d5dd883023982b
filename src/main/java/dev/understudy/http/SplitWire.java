package dev.understudy.http;

import dev.understudy.fault.Effect.Split.Where;
import dev.understudy.simulation.Alarm;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts every write in two. The second half waits for the next write, or for some milliseconds: long
 * enough to travel in a TCP segment of its own.
 */
final class SplitWire extends Wire {

  static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int CONTINUES = 0x80;
  private static final int CONTINUES_MASK = 0xC0;

  private final Where where;
  private final Alarm alarm;
  private Buffer held = Buffer.buffer();
  private boolean ending;
  private @Nullable Runnable cancelTimer;

  /** Cuts there. */
  SplitWire(HttpServerRequest request, Where where, Alarm alarm) {
    super(request);
    this.where = where;
    this.alarm = alarm;
  }

  @Override
  void write(Buffer part) {
    int at = position(part, where);
    Buffer now = held.appendBuffer(part.slice(0, at));
    held = part.getBuffer(at, part.length());
    super.write(now);
    release();
  }

  @Override
  void end(Buffer last) {
    nameLength(last.length());
    ending = true;
    write(last);
  }

  @Override
  Buffer takeHeld() {
    Buffer taken = held;
    held = Buffer.buffer();
    return taken;
  }

  private void release() {
    if (cancelTimer != null) {
      cancelTimer.run();
      cancelTimer = null;
    }
    if (ending || held.length() > 0) {
      cancelTimer = alarm.after(HELD_NANOS, this::sendHeld);
    }
  }

  private void sendHeld() {
    cancelTimer = null;
    Buffer rest = takeHeld();
    if (response().closed() || response().ended()) {
      return; // broken off, or left by its client
    }
    if (ending) {
      super.end(rest);
    } else {
      super.write(rest);
    }
  }

  /**
   * Where a write is cut: its first frame, or all of what has no frames, in the middle; or within
   * the first character of several bytes. Its length where nothing can be cut.
   */
  static int position(Buffer part, Where where) {
    if (where == Where.UTF8) {
      for (int i = 0; i < part.length(); i++) {
        if ((part.getByte(i) & CONTINUES_MASK) == CONTINUES_MASK) {
          return i + 1;
        }
      }
      return part.length();
    }
    int frame = SseFrames.end(part, 0);
    int middle = (frame < 0 ? part.length() : frame) / 2;
    while (middle < part.length() && (part.getByte(middle) & CONTINUES_MASK) == CONTINUES) {
      middle++;
    }
    return middle == 0 ? part.length() : middle;
  }
}
