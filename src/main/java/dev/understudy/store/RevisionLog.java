package dev.understudy.store;

import dev.understudy.registry.Recovered;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Where accepted writes are kept. Safe on any thread; appends are made in the order in which they
 * are asked for. A failed future holds an {@link dev.understudy.model.UnderstudyException} that
 * says what is wrong with the store and what to do.
 */
public interface RevisionLog {

  /**
   * Opens the store, holds every revision against its hash and the end against the head that was
   * kept apart, and reads what the registry was.
   *
   * @param acceptLoss go on with what is good where something is missing or damaged; else that
   *     fails
   */
  Future<Recovered> open(boolean acceptLoss);

  /**
   * What {@link #open} would read, of a store that is only read: nothing is made or changed, and
   * nothing may be asked for but to close it. Fails where there is no store.
   *
   * @param acceptLoss read what is good where something is missing or damaged; else that fails
   */
  Future<Recovered> read(boolean acceptLoss);

  /**
   * Keeps revisions that follow on those of the append before, which may be under way, all or none,
   * before it completes. After a failure those that follow fail too, until {@link #settle} has told
   * what is kept. Where another server was first that failure is a {@link HeadMovedException}; then
   * they have to be made anew, see {@link #rebase}.
   */
  Future<Void> append(List<LogEntry> entries);

  /** When the last revision was made that it was opened with; no later one is earlier. */
  Instant lastAt();

  /**
   * After an append that failed and what was under way with it: the last revision that is kept of
   * this server, or that it has followed. Fails while that cannot be told; no append may be asked
   * for before it can. With a {@link LogGapException} it never can, see {@link #readAnew}.
   */
  Future<Long> settle();

  /** Whether other servers may write to it. */
  default boolean isShared() {
    return false;
  }

  /**
   * Follows other servers, when no append is under way.
   *
   * @param hold whether they wait until it is done; else it fails where they were first once more
   * @param onto called with what they have written; returns what is to be kept after that. On the
   *     caller's context. When it throws, nothing is followed.
   * @return fails with a {@link LogGapException} where what they have written is no longer kept
   *     whole, see {@link #readAnew}
   */
  Future<Void> rebase(boolean hold, Function<OthersPage, List<LogEntry>> onto);

  /**
   * Reads what the registry is now, as {@link #open} does: for a server that was away for longer
   * than revisions are kept.
   */
  default Future<Recovered> readAnew() {
    return Future.failedFuture(new UnsupportedOperationException("of a log that others write to"));
  }

  /**
   * Drops what need not be kept, beside the writes; never the latest of a model or an alias.
   *
   * @param now by which ages are told
   * @return from which revision on every version is kept
   */
  Future<Long> compact(Retention retention, Instant now);

  /** What is kept of the past. */
  History history();

  /** Closes the store, after what is under way. */
  Future<Void> close();
}
