package dev.understudy.store;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import java.time.Instant;

/**
 * How much of the past is kept, and what is told where it is not. To be asked after the past was
 * read, as it may be compacted meanwhile, and what is kept only becomes less. Safe on any thread.
 */
final class KeptPast {

  private final History history;

  KeptPast(History history) {
    this.history = history;
  }

  /** From which revision on it is known what every model was, and every change since. */
  Future<Revision> from() {
    return history.wholeFrom().map(from -> new Revision(Math.max(1, from - 1)));
  }

  /**
   * Fails where what was at a revision is no longer kept whole.
   *
   * @param parameter which one names the revision
   */
  Future<Void> whole(long revision, String parameter) {
    return history
        .wholeFrom()
        .compose(
            from ->
                revision >= from - 1
                    ? Future.succeededFuture()
                    : compacted(
                        "revision %d is no longer kept (expected: from %d on)"
                            .formatted(revision, from - 1),
                        parameter));
  }

  /**
   * The same of a time.
   *
   * @param revision the last one that is kept of what was made until then; 0 for none
   */
  Future<Void> whole(long revision, Instant time) {
    return history
        .wholeSince()
        .compose(
            since -> {
              if (since.isPresent() && time.isBefore(since.get())) {
                return compacted(
                    "as_of: %s, of which not all is kept (expected: from %s on)"
                        .formatted(time, since.get()),
                    "as_of");
              }
              return revision == 0 ? beforeAll(time) : Future.succeededFuture();
            });
  }

  private static Future<Void> compacted(String message, String parameter) {
    return Future.failedFuture(
        new UnderstudyException(ErrorCode.REVISION_COMPACTED, message, parameter));
  }

  private static Future<Void> beforeAll(Instant time) {
    return Future.failedFuture(
        new UnderstudyException(
            ErrorCode.VERSION_NOT_FOUND,
            "as_of: %s (expected: not before the first revision that is kept; /v1/changes lists them)"
                .formatted(time),
            "as_of"));
  }

  /** The failure of a version that a model never had, or that was dropped. */
  Future<Version> noVersion(String id, String version, long head, String parameter) {
    return history
        .wholeFrom()
        .compose(
            from -> {
              String dropped =
                  from == 1 ? "" : ", which are all kept from revision %d on".formatted(from - 1);
              return Future.failedFuture(
                  new UnderstudyException(
                      ErrorCode.VERSION_NOT_FOUND,
                      "model \"%s\" has no version %s (expected: what a definition calls its version, or a revision up to %d; /versions lists them%s)"
                          .formatted(id, version, head, dropped),
                      parameter));
            });
  }
}
