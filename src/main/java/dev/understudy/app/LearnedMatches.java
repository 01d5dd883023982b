package dev.understudy.app;

import dev.understudy.discovery.LearnedMatch;
import dev.understudy.discovery.ModelMatcher;
import dev.understudy.store.MatchStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was learned of names: reads it at the start, and writes what has changed every so
 * often and at the stop. What cannot be written now is written the next time.
 */
final class LearnedMatches {

  private static final Logger LOG = LoggerFactory.getLogger(LearnedMatches.class);
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final ModelMatcher matcher;
  private final MatchStore store;
  private Future<Void> writing = Future.succeededFuture();
  private long timer = NO_TIMER;
  private volatile long written;

  LearnedMatches(Vertx vertx, ModelMatcher matcher, MatchStore store) {
    this.vertx = vertx;
    this.matcher = matcher;
    this.store = store;
  }

  /**
   * Reads what is kept, and from then on writes it.
   *
   * @param interval the longest time for which a crash loses what was learned
   */
  Future<Void> start(Duration interval) {
    return store
        .read()
        .map(
            matches -> {
              matcher.restore(matches);
              written = matcher.changes();
              timer = vertx.setPeriodic(interval.toMillis(), tick -> write());
              return null;
            });
  }

  /** Writes what is not written yet. */
  Future<Void> stop() {
    if (timer == NO_TIMER) {
      return Future.succeededFuture();
    }
    vertx.cancelTimer(timer);
    timer = NO_TIMER;
    return writing.transform(before -> write());
  }

  private synchronized Future<Void> write() {
    long changes = matcher.changes();
    if (changes != written && writing.isComplete()) {
      List<LearnedMatch> all = matcher.all();
      writing =
          store
              .write(all)
              .onSuccess(done -> written = changes)
              .onFailure(
                  failure -> LOG.warn("what was learned about names is not kept yet", failure));
    }
    return writing;
  }
}
