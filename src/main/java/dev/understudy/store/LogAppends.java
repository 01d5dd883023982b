package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the log in the tables of a database. They are made one after the other, where the
 * database writes; the next ones are encoded meanwhile, on a thread of their own.
 */
final class LogAppends {

  private static final Logger LOG = LoggerFactory.getLogger(LogAppends.class);

  private static final String INSERT_REVISION =
      "INSERT INTO revisions (revision, at_micros, cause, chain) VALUES (?, ?, ?, ?)";

  private static final String INSERT_ROW =
      "INSERT INTO changes (" + Row.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String MOVE_HEAD =
      "UPDATE store SET revision = ?, chain = ? WHERE revision = ? AND chain = ?";

  /** More than clocks that are set right go back. */
  private static final long CLOCK_STEP_MICROS = TimeUnit.MINUTES.toMicros(1);

  private final Vertx vertx;
  private final SqlDatabase database;
  private final StoreThread encoder;
  private final Digests rowDigests = new Digests();
  private final Digests digests = new Digests();

  /** What waits for the database to take it; of each append all or nothing. */
  private final Queue<List<EncodedEntry>> encoded = new ConcurrentLinkedQueue<>();

  /** What is known to be kept. */
  private volatile Head head = new Head("", 0, Hash.NONE);

  /** What there will be, when all goes well that was begun. */
  private volatile Head tail = head;

  /** Where the appends end of which it is not known how they ended. */
  private final Queue<Head> attempted = new ConcurrentLinkedQueue<>();

  private volatile long lastAtMicros;
  private boolean stoodStill;
  private volatile long placed;
  private final LatePlaces latePlaces = new LatePlaces();

  LogAppends(Vertx vertx, SqlDatabase database) {
    this.vertx = vertx;
    this.database = database;
    this.encoder = new StoreThread(vertx, "understudy-encoder-" + System.identityHashCode(this));
  }

  /** Goes on from there. */
  void begin(Head from, long atMicros, long placedRevision) {
    head = from;
    tail = from;
    attempted.clear();
    lastAtMicros = atMicros;
    placed = placedRevision;
  }

  /** Where the log ends, as far as is known. */
  Head head() {
    return head;
  }

  /** See {@link RevisionLog#lastAt}. */
  Instant lastAt() {
    return SqlHistory.time(lastAtMicros);
  }

  /** See {@link RevisionLog#append}. */
  Future<Void> append(List<LogEntry> entries) {
    return encoder
        .call(
            () -> {
              encoded.add(
                  entries.stream().map(entry -> EncodedEntry.of(entry, rowDigests)).toList());
              return database.append(session -> append(session, takeEncoded()));
            })
        .compose(Function.identity())
        .map(this::kept);
  }

  private @Nullable Void kept(Head last) {
    head = last;
    attempted.removeIf(each -> each.revision() <= last.revision());
    placeIfMany();
    return null;
  }

  /** Not waited for: what has no place is searched for. */
  private void placeIfMany() {
    long upTo = head.revision();
    if (upTo - placed >= Places.TOGETHER) {
      placed = upTo;
      database
          .write(latePlaces::write)
          .onFailure(
              failure ->
                  LOG.warn("{}: places not written: {}", database.name(), failure.getMessage()));
    }
  }

  /** All that there are by now, so that they share one commit; the calls that follow find none. */
  private List<EncodedEntry> takeEncoded() {
    List<EncodedEntry> taken = new ArrayList<>();
    for (List<EncodedEntry> next = encoded.poll(); next != null; next = encoded.poll()) {
      taken.addAll(next);
    }
    return taken;
  }

  private Future<Head> append(SqlSession session, List<EncodedEntry> entries) {
    Head before = tail;
    if (entries.isEmpty()) {
      return Future.succeededFuture(before);
    }
    List<List<?>> revisions = new ArrayList<>(entries.size());
    List<List<?>> rows = new ArrayList<>(entries.size());
    Hash chain = before.chain();
    long revision = before.revision();
    for (EncodedEntry entry : entries) {
      if (entry.isOfLeader() && !database.isLeading()) {
        return Future.failedFuture(StoreFailure.notLeading(database.name()));
      }
      if (entry.revision() != revision + 1) {
        throw new HeadMovedException( // it may follow on what was read in vain
            "%s: revision: %d (expected: %d)"
                .formatted(database.name(), entry.revision(), revision + 1));
      }
      lastAtMicros = keptAt(entry.atMicros());
      revision = entry.revision();
      chain = entry.chain(chain, lastAtMicros, digests);
      revisions.add(List.of(revision, lastAtMicros, entry.cause(), chain));
      for (Row row : entry.rows()) {
        rows.add(row.parameters(revision));
      }
      latePlaces.add(revision, entry.rows());
    }
    Head after = new Head(before.epoch(), revision, chain);
    tail = after;
    attempted.add(after);
    // Without waiting in between, where the database takes them so.
    Future<Integer> moved =
        session.execute(
            MOVE_HEAD, List.of(after.revision(), after.chain(), before.revision(), before.chain()));
    Future<Void> inserted = session.executeAll(INSERT_REVISION, revisions);
    Future<Void> changed = session.executeAll(INSERT_ROW, rows);
    return moved
        .compose(count -> count == 1 ? inserted : Future.failedFuture(moved(after)))
        .compose(done -> changed)
        .map(after);
  }

  /** Another server may have kept the very same: what was refused is none of this one's. */
  private HeadMovedException moved(Head refused) {
    attempted.remove(refused);
    return new HeadMovedException(
        database.name()
            + ": another server has written to it (expected: one server for a file; start this one anew)");
  }

  /** Times never fall, so those behind a clock that ran far ahead once stand still for as long. */
  private long keptAt(long atMicros) {
    boolean standsStill = lastAtMicros - atMicros > CLOCK_STEP_MICROS;
    if (standsStill && !stoodStill) {
      LOG.warn(
          "{}: its last revision is of {}, which is later than now: until then, all are kept as of that time (expected: a clock that is right)",
          database.name(),
          SqlHistory.time(lastAtMicros));
    }
    stoodStill = standsStill;
    return Math.max(lastAtMicros, atMicros);
  }

  /** See {@link RevisionLog#settle}. */
  Future<Long> settle() {
    return encoder // behind the appends that are on their way
        .call(
            () ->
                database.settle(
                    session -> {
                      encoded.clear();
                      return session
                          .query(StoreState.SELECT, List.of(), StoreState::read)
                          .compose(found -> own(session, found.get(0), candidates()));
                    }))
        .compose(Function.identity())
        .map(
            own -> {
              attempted.clear();
              head = own;
              tail = own;
              return own.revision();
            });
  }

  private Deque<Head> candidates() {
    Deque<Head> candidates = new ArrayDeque<>(attempted);
    candidates.addFirst(head);
    return candidates;
  }

  /**
   * The last of those that is kept; others may have gone on from there, and dropped what they have.
   */
  private Future<Head> own(SqlSession session, StoreState state, Deque<Head> candidates) {
    Head last = candidates.pollLast();
    return last == null
        ? Future.failedFuture(another(state.head()))
        : isKept(session, state, last)
            .compose(kept -> kept ? Future.succeededFuture(last) : own(session, state, candidates));
  }

  private Future<Boolean> isKept(SqlSession session, StoreState state, Head asked) {
    if (!asked.epoch().equals(state.head().epoch())) {
      return Future.succeededFuture(false);
    }
    if (asked.revision() == 0 || asked.equals(state.head())) {
      return Future.succeededFuture(true);
    }
    return session
        .query(
            "SELECT chain FROM revisions WHERE revision = ?",
            List.of(asked.revision()),
            row -> row.hash(0))
        .map(
            found -> {
              boolean isDropped = found.isEmpty() && asked.revision() <= state.floorRevision();
              if (isDropped && !asked.equals(head)) {
                throw new LogGapException(
                    "%s: up to revision %d only the latest is kept (expected: %s, or another in its place)"
                        .formatted(database.name(), state.floorRevision(), asked));
              }
              return isDropped || found.equals(List.of(asked.chain()));
            });
  }

  private UnderstudyException another(Head now) {
    return StoreFailure.of(
        "%s: it ends with %s, and no longer has %s (expected: the log that this server has read; start it anew)"
            .formatted(database.name(), now, head));
  }

  /** See {@link RevisionLog#rebase}. */
  Future<Void> rebase(boolean hold, Function<OthersPage, List<LogEntry>> onto) {
    Context caller = vertx.getOrCreateContext();
    return database
        .append(
            session ->
                (hold ? session.lockLog() : Future.succeededFuture())
                    .compose(held -> LogTail.after(session, database.name(), head))
                    .compose(
                        read ->
                            call(caller, () -> onto.apply(read.others()))
                                .compose(entries -> follow(session, read, entries))))
        .map(this::kept);
  }

  /** Goes on here when that is done. */
  private <T> Future<T> call(Context context, Supplier<T> task) {
    Context here = vertx.getOrCreateContext();
    Promise<T> done = Promise.promise();
    context.runOnContext(
        run -> {
          Future<T> called = Future.future(result -> result.complete(task.get()));
          here.runOnContext(back -> called.onComplete(done));
        });
    return done.future();
  }

  private Future<Head> follow(SqlSession session, LogTail.Read read, List<LogEntry> entries) {
    head = read.head();
    tail = read.head();
    if (!entries.isEmpty() && entries.get(0).revision() != head.revision() + 1) {
      return Future.failedFuture(another(head));
    }
    lastAtMicros = Math.max(lastAtMicros, read.atMicros());
    return append(session, entries.stream().map(entry -> EncodedEntry.of(entry, digests)).toList());
  }

  /** Closes the database, after the appends that are on their way. */
  Future<Void> close() {
    return encoder.call(database::close).compose(Function.identity()).eventually(encoder::close);
  }
}
