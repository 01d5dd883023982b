package dev.understudy.app;

import dev.understudy.discovery.MatchFile;
import dev.understudy.discovery.ModelMatcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
  private final @Nullable MatchFile file;

  /** Guarded by this. */
  private long written;

  private volatile long timer = NO_TIMER;

  /**
   * What that matcher has learned.
   *
   * @param folder where it is kept; null when it is not
   */
  LearnedMatches(Vertx vertx, ModelMatcher matcher, @Nullable Path folder) {
    this.vertx = vertx;
    this.matcher = matcher;
    this.file = folder == null ? null : new MatchFile(folder.resolve("learned-matches.json"));
  }

  /**
   * Reads the file, and from then on writes it.
   *
   * @param interval the longest time for which a crash loses what was learned
   */
  Future<Void> start(Duration interval) {
    MatchFile kept = file;
    if (kept == null) {
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(() -> read(kept))
        .onSuccess(
            usable -> {
              if (usable) {
                timer = vertx.setPeriodic(interval.toMillis(), tick -> write(kept));
              }
            })
        .mapEmpty();
  }

  /** Writes what is not written yet. */
  Future<Void> stop() {
    MatchFile kept = file;
    if (kept == null || timer == NO_TIMER) {
      return Future.succeededFuture();
    }
    vertx.cancelTimer(timer);
    timer = NO_TIMER;
    return write(kept);
  }

  /** False when the file must not be written, as what is in it could not be read or set aside. */
  private synchronized boolean read(MatchFile kept) {
    try {
      matcher.restore(kept.read());
    } catch (MatchFile.DamagedException damaged) {
      return isSetAside(kept, damaged);
    } catch (IOException e) {
      LOG.error("what was learned about names is not read, and will not be written", e);
      return false;
    }
    written = matcher.changes();
    return true;
  }

  private static boolean isSetAside(MatchFile kept, MatchFile.DamagedException damaged) {
    try {
      LOG.error("{}; set aside as {}", damaged.getMessage(), kept.setAside());
      return true;
    } catch (IOException e) {
      LOG.error("{}; it cannot be set aside and will not be written", damaged.getMessage(), e);
      return false;
    }
  }

  private Future<Void> write(MatchFile kept) {
    return vertx.executeBlocking(() -> isWritten(kept), false).mapEmpty();
  }

  private synchronized boolean isWritten(MatchFile kept) {
    long changes = matcher.changes();
    if (changes != written) {
      try {
        kept.write(matcher.all());
        written = changes;
      } catch (IOException e) {
        LOG.error("what was learned about names is not written", e);
      }
    }
    return changes == written;
  }
}
