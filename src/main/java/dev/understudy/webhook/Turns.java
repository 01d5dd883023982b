package dev.understudy.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Bounds how many requests are under way. Those to webhooks that fail have at most half, so that
 * they never take the turns of the others. Confined to one event loop.
 */
final class Turns {

  private final Queue<Promise<Void>> well = new ArrayDeque<>();
  private final Queue<Promise<Void>> failing = new ArrayDeque<>();
  private final int most;
  private int running;
  private int runningFailing;

  /** So many at once. */
  Turns(int most) {
    this.most = most;
  }

  /** Completes when there is room; {@link #end} is called afterwards. */
  Future<Void> begin(boolean isFailing) {
    Promise<Void> turn = Promise.promise();
    (isFailing ? failing : well).add(turn);
    next();
    return turn.future();
  }

  /** One is over. */
  void end(boolean wasFailing) {
    running--;
    if (wasFailing) {
      runningFailing--;
    }
    next();
  }

  private void next() {
    while (running < most && !well.isEmpty()) {
      running++;
      well.remove().complete();
    }
    while (running < most && runningFailing < (most + 1) / 2 && !failing.isEmpty()) {
      running++;
      runningFailing++;
      failing.remove().complete();
    }
  }
}
