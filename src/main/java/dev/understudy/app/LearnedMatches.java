package dev.understudy.app;

import dev.understudy.discovery.MatchFile;
import dev.understudy.discovery.ModelMatcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what was learned about names over a restart: read at the start, written every so often
 * when it has changed, and at the stop. Never in the way of the server: what cannot be read or
 * written is reported, and the server goes on without. The disk is used on worker threads only.
 */
final class LearnedMatches {

  private static final Logger LOG = LoggerFactory.getLogger(LearnedMatches.class);
  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final ModelMatcher matcher;
  private final MatchFile file;

  /** Guarded by this. */
  private long written;

  private volatile long timer = NO_TIMER;

  LearnedMatches(Vertx vertx, ModelMatcher matcher, MatchFile file) {
    this.vertx = vertx;
    this.matcher = matcher;
    this.file = file;
  }

  /**
   * Reads the file, and from then on writes it.
   *
   * @param interval the longest time for which a crash loses what was learned
   */
  Future<Void> start(Duration interval) {
    return vertx
        .executeBlocking(this::read)
        .onSuccess(
            usable -> {
              if (usable) {
                timer = vertx.setPeriodic(interval.toMillis(), tick -> write());
              }
            })
        .mapEmpty();
  }

  /** Writes what is not written yet. */
  Future<Void> stop() {
    if (timer == NO_TIMER) {
      return Future.succeededFuture();
    }
    vertx.cancelTimer(timer);
    timer = NO_TIMER;
    return write();
  }

  /** False when the file must not be written, as what is in it could not be read or set aside. */
  private synchronized boolean read() {
    try {
      matcher.restore(file.read());
    } catch (MatchFile.DamagedException damaged) {
      return isSetAside(damaged);
    } catch (IOException e) {
      LOG.error("what was learned about names is not read, and will not be written", e);
      return false;
    }
    written = matcher.changes();
    return true;
  }

  private boolean isSetAside(MatchFile.DamagedException damaged) {
    try {
      LOG.error("{}; set aside as {}", damaged.getMessage(), file.setAside());
      return true;
    } catch (IOException e) {
      LOG.error("{}; it cannot be set aside and will not be written", damaged.getMessage(), e);
      return false;
    }
  }

  private Future<Void> write() {
    return vertx.executeBlocking(this::isWritten, false).mapEmpty();
  }

  private synchronized boolean isWritten() {
    long changes = matcher.changes();
    if (changes != written) {
      try {
        file.write(matcher.all());
        written = changes;
      } catch (IOException e) {
        LOG.error("what was learned about names is not written", e);
      }
    }
    return changes == written;
  }
}
