package dev.understudy.store;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistrySnapshot;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What models were, and what names meant. A failed future holds an {@link UnderstudyException}.
 * Safe on any thread.
 */
public final class Versions {

  /** The most that one answer has. */
  public static final int MAX_LIMIT = 1_000;

  private static final Pattern REVISION = Pattern.compile("\\d{1,18}");

  private final History history;
  private final KeptPast kept;
  private final Supplier<RegistrySnapshot> snapshots;

  /** The past of the registry of these snapshots. */
  public Versions(History history, Supplier<RegistrySnapshot> snapshots) {
    this.history = history;
    this.kept = new KeptPast(history);
    this.snapshots = snapshots;
  }

  /**
   * The versions of a model, the latest first; also of one that is no more.
   *
   * @param name its id, or an alias of it
   * @param before only those before that revision
   * @param limit the most, 1 to {@value #MAX_LIMIT}
   */
  public Future<VersionPage> list(String name, long before, int limit) {
    String id = id(name);
    return checked(limit)
        .compose(most -> history.versions(id, before, most + 1))
        .compose(
            found ->
                found.isEmpty()
                    ? noneBefore(name, id)
                    : kept.from().map(from -> VersionPage.of(found, limit, from)));
  }

  private Future<VersionPage> noneBefore(String name, String id) {
    return history
        .versions(id, Long.MAX_VALUE, 1)
        .compose(
            any ->
                any.isEmpty()
                    ? Future.failedFuture(unknown(name))
                    : kept.from().map(from -> new VersionPage(List.of(), false, from)));
  }

  /** From which revision on it is known what every model was, and every change since. */
  public Future<Revision> keptFrom() {
    return kept.from();
  }

  /**
   * One version of a model.
   *
   * @param name its id, or an alias of it
   * @param version what the definition calls itself, or else the number of a revision: the model as
   *     it was then
   */
  public Future<Version> version(String name, String version) {
    return version(name, version, "version");
  }

  /**
   * The same.
   *
   * @param parameter which one names the version, to be told when it is at fault
   */
  public Future<Version> version(String name, String version, String parameter) {
    String id = id(name);
    return history
        .versionLabelled(id, version)
        .compose(
            labelled ->
                labelled.isPresent()
                    ? Future.succeededFuture(labelled.get())
                    : atRevision(id, version, parameter));
  }

  private Future<Version> atRevision(String id, String version, String parameter) {
    long head = snapshots.get().revision().number();
    if (!REVISION.matcher(version).matches() || Long.parseLong(version) > head) {
      return kept.noVersion(id, version, head, parameter);
    }
    long revision = Long.parseLong(version);
    return history
        .versionAt(id, revision)
        .compose(found -> known(found, revision, parameter))
        .compose(found -> there(found, id, "at revision " + revision, parameter));
  }

  /** What was made then is kept with it; what was before may have been followed by what is not. */
  private Future<Optional<Version>> known(
      Optional<Version> found, long revision, String parameter) {
    boolean isOfThen = found.isPresent() && found.get().revision().number() == revision;
    return isOfThen ? Future.succeededFuture(found) : kept.whole(revision, parameter).map(found);
  }

  /** What had that name, as id or alias, at that time. */
  public Future<Version> asOf(String name, Instant time) {
    return history
        .revisionAt(time)
        .compose(
            revision ->
                named(name, revision).compose(found -> kept.whole(revision, time).map(found)))
        .compose(found -> there(found, name, "at " + time, "as_of"));
  }

  private Future<Optional<Version>> named(String name, long revision) {
    return history
        .versionAt(name, revision)
        .compose(
            found ->
                found.filter(version -> version.model() != null).isPresent()
                    ? Future.succeededFuture(found)
                    : byAlias(name, revision).map(other -> other.or(() -> found)));
  }

  private Future<Optional<Version>> byAlias(String name, long revision) {
    return history
        .aliasMoves(name, revision + 1, 1)
        .compose(
            moves -> {
              String target = moves.isEmpty() ? null : moves.get(0).target();
              return target == null
                  ? Future.succeededFuture(Optional.empty())
                  : history.versionAt(target, revision);
            });
  }

  private static Future<Version> there(
      Optional<Version> found, String name, String when, String parameter) {
    if (found.isPresent() && found.get().model() != null) {
      return Future.succeededFuture(found.get());
    }
    String since = found.map(gone -> "; removed at revision " + gone.revision()).orElse("");
    return Future.failedFuture(
        new UnderstudyException(
            ErrorCode.VERSION_NOT_FOUND,
            "there was no model \"%s\" %s%s (expected: when there was; its /versions lists them)"
                .formatted(name, when, since),
            parameter));
  }

  /**
   * How two versions of a model differ.
   *
   * @param to null for the latest
   */
  public Future<VersionDiff> diff(String name, String from, @Nullable String to) {
    Future<Version> other =
        to == null
            ? list(name, Long.MAX_VALUE, 1).map(page -> page.versions().get(0))
            : version(name, to, "to");
    return version(name, from, "from").compose(one -> other.map(two -> VersionDiff.of(one, two)));
  }

  /**
   * What changed after a point, in order.
   *
   * @param limit the most, 1 to {@value #MAX_LIMIT}
   */
  public Future<ChangePage> changes(LogPosition since, int limit) {
    RegistrySnapshot snapshot = snapshots.get();
    return after(since, limit, snapshot, history::changes, Version::revision)
        .map(
            found -> {
              boolean hasMore = found.size() > limit;
              return new ChangePage(
                  snapshot.epoch(),
                  snapshot.revision(),
                  hasMore ? found.subList(0, limit) : found,
                  hasMore);
            });
  }

  /**
   * The same of all that is told, not of models alone.
   *
   * @param limit the most, 1 to {@value #MAX_LIMIT}
   */
  public Future<EventPage> events(LogPosition since, int limit) {
    RegistrySnapshot snapshot = snapshots.get();
    return after(since, limit, snapshot, history::events, LoggedEvent::revision)
        .map(
            found -> {
              boolean hasMore = found.size() > limit;
              return new EventPage(
                  snapshot.epoch(),
                  snapshot.revision(),
                  hasMore ? found.subList(0, limit) : found,
                  hasMore);
            });
  }

  /** The failure of a point that the log has not reached: it was another, or lost its end. */
  public static UnderstudyException beyond(LogPosition since, long head) {
    return new UnderstudyException(
        ErrorCode.REVISION_COMPACTED,
        "revision %d is not there (expected: at most %d; the log is another than it was: read the registry anew)"
            .formatted(since.revision(), head),
        "since");
  }

  private interface Reader<T> {
    Future<List<T>> after(long revision, int position, int limit);
  }

  /** One more than the limit, if there are as many; what is kept, but does not show, is not. */
  private <T> Future<List<T>> after(
      LogPosition since,
      int limit,
      RegistrySnapshot snapshot,
      Reader<T> reader,
      Function<T, Revision> revision) {
    long head = snapshot.revision().number();
    if (since.revision() > head) {
      return Future.failedFuture(beyond(since, head));
    }
    return checked(limit)
        .compose(most -> reader.after(since.revision(), since.position(), limit + 1))
        .compose(found -> kept.whole(since.revision(), "since").map(found))
        .map(
            found -> found.stream().filter(each -> revision.apply(each).number() <= head).toList());
  }

  /**
   * What an alias meant, the latest first.
   *
   * @param before only what was before that revision
   * @param limit the most, 1 to {@value #MAX_LIMIT}
   */
  public Future<AliasHistory> aliasHistory(String alias, long before, int limit) {
    return checked(limit)
        .compose(most -> history.aliasMoves(alias, before, most + 1))
        .compose(
            found -> {
              boolean hasMore = found.size() > limit;
              List<AliasMove> moves = hasMore ? found.subList(0, limit) : found;
              return until(alias, before).map(end -> new AliasHistory(end, moves, hasMore));
            });
  }

  /** When the alias moved next; null when it has not. */
  private Future<@Nullable Instant> until(String alias, long from) {
    return from == Long.MAX_VALUE
        ? Future.succeededFuture(null)
        : history.nextAliasMove(alias, from).map(move -> move.map(AliasMove::at).orElse(null));
  }

  private static Future<Integer> checked(int limit) {
    return limit >= 1 && limit <= MAX_LIMIT
        ? Future.succeededFuture(limit)
        : Future.failedFuture(
            UnderstudyException.invalid("limit", limit, "a whole number from 1 to " + MAX_LIMIT));
  }

  private String id(String name) {
    RegistrySnapshot snapshot = snapshots.get();
    String target = snapshot.get(name) == null ? snapshot.aliasTarget(name) : null;
    return target == null ? name : target;
  }

  private static UnderstudyException unknown(String name) {
    return new UnderstudyException(
        ErrorCode.MODEL_NOT_FOUND,
        "there is no model \"%s\", and never was one (expected: an id or alias)".formatted(name),
        "id");
  }
}
