package dev.understudy.store;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Accepted;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every write: held against all that were accepted before it, kept in the log, then
 * shown and acknowledged, in the order in which they came. Those of a turn of the event loop are
 * kept together, in one commit; while it is made the next ones are worked out and handed on.
 * Confined to the registry's event loop, which it never blocks; readers go on with what shows.
 *
 * <p>When the log fails, every write that was not kept is taken back and fails. Where it cannot be
 * told which were, writes are refused until it can. Where another server has written to the log
 * meanwhile, what it wrote is taken over and the writes are made anew on it, in their order.
 */
public final class DurableWrites {

  private static final Logger LOG = LoggerFactory.getLogger(DurableWrites.class);

  /** So many are kept in one commit at most, as their parameters are held in memory. */
  private static final int MOST_TOGETHER = 1_024;

  /** So many are handed on before the turn ends, so that the log has work meanwhile. */
  private static final int ENOUGH = 32;

  /** So many commits are handed to the log at most. */
  private static final int MOST_UNDER_WAY = 16;

  /** So many may wait for those. */
  private static final int MOST_WAITING = 16_384;

  private static final Duration SETTLE_RETRY = Duration.ofMillis(250);

  private final Vertx vertx;
  private final Clock clock;
  private final ModelRegistry registry;
  private final RevisionLog log;
  private final Consumer<LoggedWrite> shown;
  private List<PendingWrite> gathered = new ArrayList<>();
  private final Deque<WriteBatch> underWay = new ArrayDeque<>();
  private boolean endsTurn;
  private Instant last;
  private @Nullable Accepted accepted;

  /**
   * Nothing is handed on while it is asked which of those under way are kept, or what others wrote.
   */
  private boolean settling;

  /** A revision that there is, as far as was heard. */
  private long heard;

  /** Who waits for a revision of another server to show. */
  private final NavigableMap<Long, Promise<Void>> awaited = new TreeMap<>();

  /** There is more of others than was read. */
  private boolean isBehind;

  /** One that was given up may still be called. */
  private int rebases;

  /** Why writes are refused, while that is not known. */
  private @Nullable UnderstudyException unsettled;

  /**
   * The way to that log, which is open. From now on nothing else writes to the registry.
   *
   * @param shown told of every revision, when it shows
   */
  public DurableWrites(
      Vertx vertx,
      Clock clock,
      ModelRegistry registry,
      RevisionLog log,
      Consumer<LoggedWrite> shown) {
    this.vertx = vertx;
    this.clock = clock;
    this.registry = registry;
    this.log = log;
    this.shown = shown;
    this.last = log.lastAt();
    registry.journal(write -> accepted = write);
  }

  /**
   * Makes a write.
   *
   * @param cause why
   * @param operation called at once, on the registry; again, where another server of the log was
   *     first and what it did was taken over
   * @return completes when the write is kept and shows; fails with what the operation throws, once
   *     all is kept that it was held against, or when it cannot be kept
   */
  public Future<RegistryWrite> write(Cause cause, Supplier<RegistryWrite> operation) {
    if (unsettled != null) {
      return Future.failedFuture(unsettled);
    }
    if (gathered.size() >= MOST_WAITING) {
      return Future.failedFuture(
          new UnderstudyException(
              ErrorCode.OVERLOADED,
              "%d writes wait to be kept (expected: fewer; later it will do)"
                  .formatted(gathered.size()),
              null));
    }
    PendingWrite pending = made(cause, operation, Promise.promise());
    gathered.add(pending);
    if (gathered.size() >= ENOUGH) {
      keep();
    } else if (!endsTurn) {
      endsTurn = true;
      vertx.runOnContext(
          turnEnded -> {
            endsTurn = false;
            keep();
          });
    }
    return pending.done().future();
  }

  private PendingWrite made(
      Cause cause, Supplier<RegistryWrite> operation, Promise<RegistryWrite> done) {
    accepted = null;
    Instant now = now();
    try {
      RegistryWrite write = operation.get();
      return new PendingWrite(done, cause, operation, now, accepted, write, null);
    } catch (RuntimeException refused) {
      return new PendingWrite(done, cause, operation, now, null, null, refused);
    }
  }

  /** As the log keeps it: in microseconds, and never before the revision before. */
  private Instant now() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (now.isAfter(last)) {
      last = now;
    }
    return last;
  }

  /** Hands on what has gathered, as far as the log takes more. */
  private void keep() {
    while (!settling && underWay.size() < MOST_UNDER_WAY && !gathered.isEmpty()) {
      WriteBatch batch = nextBatch();
      if (batch.entries().isEmpty()) {
        refused(batch);
      } else {
        log.append(batch.entries()).onComplete(kept -> isKept(batch), this::failed);
      }
    }
  }

  /**
   * With nothing to keep: what it was held against is what there is, unless another server has
   * written since and nothing before it finds that out.
   */
  private void refused(WriteBatch batch) {
    if (log.isShared() && underWay.size() == 1) {
      settling = true;
      rebase(false);
    } else {
      isKept(batch);
    }
  }

  private WriteBatch nextBatch() {
    int count = Math.min(gathered.size(), MOST_TOGETHER);
    WriteBatch batch = new WriteBatch(List.copyOf(gathered.subList(0, count)), underWay.peekLast());
    gathered.subList(0, count).clear();
    underWay.add(batch);
    return batch;
  }

  /** Also one with nothing to keep waits for those before it. */
  private void isKept(WriteBatch kept) {
    kept.setKept();
    if (settling) {
      return; // it is told with the others
    }
    for (WriteBatch next = underWay.peek(); next != null && next.isKept(); next = underWay.peek()) {
      underWay.remove();
      show(next);
      next.acknowledge();
    }
    keep();
    followIfIdle();
  }

  private void show(WriteBatch batch) {
    for (LogEntry entry : batch.entries()) {
      registry.show(entry.accepted());
      shown.accept(entry.told());
    }
    reached();
  }

  /** After the first failure; the log fails those that follow on it too. */
  private void failed(Throwable failure) {
    if (settling) {
      return;
    }
    settling = true;
    boolean isMoved = failure instanceof HeadMovedException;
    if (!isMoved) {
      LOG.warn("writes are not kept: {}", failure.getMessage());
    }
    log.settle()
        .onComplete(
            upTo -> {
              List<WriteBatch> kept = showKept(upTo);
              if (isMoved) {
                kept.forEach(WriteBatch::acknowledge);
                rebase(true);
              } else {
                settled(kept, failure);
              }
            },
            unknown -> doubt(failure));
  }

  private List<WriteBatch> showKept(long upTo) {
    List<WriteBatch> kept = new ArrayList<>();
    for (WriteBatch next = underWay.peek(); isIn(next, upTo); next = underWay.peek()) {
      kept.add(underWay.remove());
    }
    kept.forEach(this::show);
    return kept;
  }

  private void settled(List<WriteBatch> kept, Throwable failure) {
    List<PendingWrite> failed = underWay.isEmpty() ? List.of() : takeBack();
    settling = false;
    kept.forEach(WriteBatch::acknowledge);
    fail(failed, notKept(failure));
    keep();
  }

  /**
   * Another server may have moved the log: what it wrote is taken over, and what is not kept yet is
   * made anew on it.
   *
   * @param revision as far as is known
   * @return completes when it shows
   */
  public Future<Void> follow(long revision) {
    if (revision <= shownRevision()) {
      return Future.succeededFuture();
    }
    heard = Math.max(heard, revision);
    Future<Void> reached = awaited.computeIfAbsent(revision, none -> Promise.promise()).future();
    followIfIdle();
    return reached;
  }

  private void reached() {
    NavigableMap<Long, Promise<Void>> done = awaited.headMap(shownRevision(), true);
    List<Promise<Void>> promises = List.copyOf(done.values());
    done.clear();
    promises.forEach(Promise::tryComplete);
  }

  /** What is under way finds out by itself. */
  private void followIfIdle() {
    boolean isIdle = !settling && underWay.isEmpty();
    if (isIdle && (isBehind || heard > shownRevision())) {
      settling = true;
      rebase(false);
    }
  }

  private long shownRevision() {
    return registry.snapshot().revision().number();
  }

  /**
   * Nothing else is under way meanwhile.
   *
   * @param hold so that who was late once is not again
   */
  private void rebase(boolean hold) {
    long asked = heard;
    int rebase = ++rebases;
    log.rebase(hold, others -> onto(others, asked, rebase))
        .onComplete(
            kept -> {
              settling = false;
              WriteBatch made = underWay.peek();
              if (made != null) {
                isKept(made);
              } else {
                keep();
                followIfIdle();
              }
            },
            failure -> {
              rebases++;
              settling = false;
              notFollowed(failure);
            });
  }

  /**
   * What was refused stays so when it cannot be told whether others have written since; what would
   * change nothing may change something.
   */
  private void notFollowed(Throwable failure) {
    List.copyOf(awaited.values()).forEach(promise -> promise.tryFail(failure));
    awaited.clear();
    WriteBatch waiting = underWay.peek();
    boolean isRefused = waiting != null && waiting.entries().isEmpty();
    if (failure instanceof LogGapException) {
      LOG.warn("the log is read anew: {}", failure.getMessage());
      readAnew();
    } else if (isRefused && !(failure instanceof HeadMovedException)) {
      waiting.failUnlessRefused(StoreFailure.of("not held against the log: " + reason(failure)));
      settling = true;
      log.settle()
          .onComplete(
              ended -> {
                settling = false;
                isKept(waiting);
              });
    } else {
      failed(failure);
    }
  }

  /** Nobody is told of what happened meanwhile: who follows the feed is told that it is gone. */
  private void readAnew() {
    settling = true;
    gathered.addAll(takeBack());
    log.readAnew()
        .onComplete(
            recovered -> {
              registry.recover(recovered);
              last = log.lastAt();
              List<PendingWrite> again = takeBack();
              unsettled = null;
              settling = false;
              makeAnew(again);
              reached();
              keep();
            },
            failure -> {
              List<PendingWrite> failed = takeBack();
              if (unsettled == null) {
                settling = false;
              } else {
                stillDoubt(List.of(), failure);
              }
              fail(failed, notKept(failure));
            });
  }

  /** What others wrote, then what waits here. */
  private List<LogEntry> onto(OthersPage others, long asked, int rebase) {
    if (rebase != rebases) {
      throw StoreFailure.of("others were followed too late (expected: before it was given up)");
    }
    List<PendingWrite> again = takeBack();
    try {
      others.writes().forEach(this::takeOver);
    } catch (RuntimeException e) {
      fail(again, notKept(e));
      throw e;
    }
    makeAnew(again);
    isBehind = others.hasMore();
    reached();
    if (others.writes().isEmpty() && heard == asked) {
      heard = shownRevision(); // there is no such revision any more
      awaited.values().forEach(Promise::tryComplete);
      awaited.clear();
    }
    return isBehind || gathered.isEmpty() ? List.of() : nextBatch().entries();
  }

  private void takeOver(OthersWrite write) {
    LoggedWrite told = write.told();
    RegistrySnapshot before = registry.snapshot();
    if (told.revision().number() > shownRevision()) {
      registry.follow(told.revision(), write.models(), told.events());
      last = told.at().isAfter(last) ? told.at() : last;
      shown.accept(ModelsOfEvents.added(told, before, registry.snapshot()));
    }
  }

  private static boolean isIn(@Nullable WriteBatch batch, long upTo) {
    return batch != null && batch.lastRevision() <= upTo;
  }

  /** All that does not show, and who made it. */
  private List<PendingWrite> takeBack() {
    List<PendingWrite> taken = new ArrayList<>();
    underWay.forEach(batch -> taken.addAll(batch.writes()));
    taken.addAll(gathered);
    underWay.clear();
    gathered.clear();
    registry.takeBack();
    return taken;
  }

  /** On what has been taken over. */
  private void makeAnew(List<PendingWrite> writes) {
    writes.forEach(write -> gathered.add(made(write.cause(), write.operation(), write.done())));
  }

  private static void fail(List<PendingWrite> writes, UnderstudyException why) {
    writes.forEach(write -> write.done().fail(why));
  }

  /** Nothing is written until it is known how these ended; those who wrote are told so. */
  private void doubt(Throwable failure) {
    List<WriteBatch> doubtful = List.copyOf(underWay);
    List<PendingWrite> others = gathered;
    gathered = new ArrayList<>();
    underWay.clear();
    stillDoubt(doubtful, failure);
    UnderstudyException first =
        StoreFailure.of("it is not known yet whether this was kept: " + reason(failure));
    doubtful.forEach(batch -> fail(batch.writes(), first));
    fail(others, notKept(failure));
  }

  private void settleDoubt(List<WriteBatch> doubtful) {
    log.settle()
        .onComplete(
            upTo -> {
              doubtful.stream().filter(batch -> isIn(batch, upTo)).forEach(this::show);
              registry.takeBack();
              unsettled = null;
              settling = false;
              LOG.info("writes are kept again");
            },
            unknown -> {
              if (unknown instanceof LogGapException) {
                LOG.warn("the log is read anew: {}", unknown.getMessage());
                readAnew();
              } else {
                stillDoubt(doubtful, unknown);
              }
            });
  }

  private void stillDoubt(List<WriteBatch> doubtful, Throwable unknown) {
    unsettled = notKept(unknown);
    vertx.setTimer(SETTLE_RETRY.toMillis(), again -> settleDoubt(doubtful));
  }

  private static UnderstudyException notKept(Throwable failure) {
    return StoreFailure.of("not kept, so nothing was changed: " + reason(failure));
  }

  private static String reason(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
