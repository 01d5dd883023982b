package dev.understudy.store;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.Accepted;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every write: held against all that were accepted before it, kept in the log, then
 * shown and acknowledged, in the order in which they came. While some are being kept the next ones
 * gather and are kept together, in one commit. Confined to the registry's event loop, which it
 * never blocks; readers go on with what shows.
 *
 * <p>When the log fails, every write that does not show is taken back and fails. Where it cannot be
 * told whether they were kept, writes are refused until it can.
 */
public final class DurableWrites {

  private static final Logger LOG = LoggerFactory.getLogger(DurableWrites.class);

  /** So many are kept in one commit at most, as their parameters are held in memory. */
  private static final int MOST_TOGETHER = 1_024;

  /** So many may wait for those. */
  private static final int MOST_WAITING = 16_384;

  private static final Duration SETTLE_RETRY = Duration.ofMillis(250);

  private final Vertx vertx;
  private final Clock clock;
  private final ModelRegistry registry;
  private final RevisionLog log;
  private final Consumer<RegistryWrite> shown;
  private final List<Pending> gathered = new ArrayList<>();
  private List<Pending> underWay = List.of();
  private @Nullable Accepted accepted;

  /** Why writes are refused, while it is not known how the last ones ended. */
  private @Nullable UnderstudyException unsettled;

  /**
   * The way to that log. From now on nothing else writes to the registry.
   *
   * @param shown told of every write that made a revision, when it shows
   */
  public DurableWrites(
      Vertx vertx,
      Clock clock,
      ModelRegistry registry,
      RevisionLog log,
      Consumer<RegistryWrite> shown) {
    this.vertx = vertx;
    this.clock = clock;
    this.registry = registry;
    this.log = log;
    this.shown = shown;
    registry.journal(write -> accepted = write);
  }

  /**
   * Makes a write.
   *
   * @param cause why
   * @param operation called at once, on the registry
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
    Pending pending = made(cause, operation);
    gathered.add(pending);
    if (underWay.isEmpty()) {
      keep();
    }
    return pending.done.future();
  }

  private Pending made(Cause cause, Supplier<RegistryWrite> operation) {
    accepted = null;
    Instant now = clock.instant();
    try {
      RegistryWrite write = operation.get();
      return new Pending(cause, now, accepted, write, null);
    } catch (RuntimeException refused) {
      return new Pending(cause, now, null, null, refused);
    }
  }

  /** Keeps what has gathered. */
  private void keep() {
    int count = Math.min(gathered.size(), MOST_TOGETHER);
    underWay = List.copyOf(gathered.subList(0, count));
    gathered.subList(0, count).clear();
    List<LogEntry> entries = new ArrayList<>(count);
    for (Pending pending : underWay) {
      if (pending.accepted != null) {
        entries.add(new LogEntry(pending.at, pending.cause, pending.accepted));
      }
    }
    if (entries.isEmpty()) {
      finish();
    } else {
      log.append(entries).onComplete(kept -> finish(), this::settle);
    }
  }

  private void finish() {
    underWay.forEach(this::show);
    underWay.forEach(Pending::acknowledge);
    goOn();
  }

  private void show(Pending pending) {
    if (pending.accepted != null) {
      registry.show(pending.accepted);
      shown.accept(pending.accepted.write());
    }
  }

  /** Those who were told meanwhile may have written more. */
  private void goOn() {
    underWay = List.of();
    if (!gathered.isEmpty()) {
      keep();
    }
  }

  private void settle(Throwable failure) {
    LOG.warn("writes are not kept: {}", failure.getMessage());
    log.settle()
        .onComplete(
            isKept -> {
              if (isKept) {
                finish();
              } else {
                takeBack(StoreFailure.of("not kept, so nothing was changed: " + reason(failure)));
              }
            },
            unknown -> doubt(underWay, failure));
  }

  private void takeBack(UnderstudyException why) {
    List<Pending> failed = new ArrayList<>(underWay);
    failed.addAll(gathered);
    gathered.clear();
    registry.takeBack();
    failed.forEach(pending -> pending.fail(why));
    goOn();
  }

  /** Nothing is written until it is known how these ended; those who wrote are told so. */
  private void doubt(List<Pending> doubtful, Throwable failure) {
    UnderstudyException first =
        StoreFailure.of("it is not known yet whether this was kept: " + reason(failure));
    unsettled = StoreFailure.of("not kept, so nothing was changed: " + reason(failure));
    List<Pending> others = List.copyOf(gathered);
    gathered.clear();
    underWay = List.of();
    doubtful.forEach(pending -> pending.fail(first));
    others.forEach(pending -> pending.fail(unsettled));
    vertx.setTimer(SETTLE_RETRY.toMillis(), again -> settleDoubt(doubtful));
  }

  private void settleDoubt(List<Pending> doubtful) {
    log.settle()
        .onComplete(
            isKept -> {
              if (isKept) {
                doubtful.forEach(this::show);
              }
              registry.takeBack();
              unsettled = null;
              LOG.info("writes are kept again");
            },
            unknown -> {
              unsettled = StoreFailure.of("not kept, so nothing was changed: " + reason(unknown));
              vertx.setTimer(SETTLE_RETRY.toMillis(), again -> settleDoubt(doubtful));
            });
  }

  private static String reason(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  /** A write from the call to its acknowledgement. */
  private static final class Pending {
    private final Promise<RegistryWrite> done = Promise.promise();
    private final Cause cause;
    private final Instant at;
    private final @Nullable Accepted accepted;
    private final @Nullable RegistryWrite write;
    private final @Nullable RuntimeException refused;

    Pending(
        Cause cause,
        Instant at,
        @Nullable Accepted accepted,
        @Nullable RegistryWrite write,
        @Nullable RuntimeException refused) {
      this.cause = cause;
      this.at = at;
      this.accepted = accepted;
      this.write = write;
      this.refused = refused;
    }

    void acknowledge() {
      if (refused != null) {
        done.fail(refused);
      } else {
        done.complete(write);
      }
    }

    /** Also what was refused: it was held against writes that have not been made. */
    void fail(UnderstudyException why) {
      done.fail(why);
    }
  }
}
