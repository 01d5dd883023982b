package dev.understudy.store;

import dev.understudy.registry.Recovered;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log in the tables of a database: how it is opened, held against its hashes and salvaged. */
final class SqlRevisionLog implements RevisionLog {

  private static final Logger LOG = LoggerFactory.getLogger(SqlRevisionLog.class);

  private final SqlDatabase database;
  private final Supplier<String> newEpoch;
  private final LogAppends appends;

  /**
   * A log that is not open yet.
   *
   * @param newEpoch names the life of a new one
   */
  SqlRevisionLog(Vertx vertx, SqlDatabase database, Supplier<String> newEpoch) {
    this.database = database;
    this.newEpoch = newEpoch;
    this.appends = new LogAppends(vertx, database);
  }

  @Override
  public Future<Recovered> open(boolean acceptLoss) {
    return database
        .open()
        .compose(
            opened ->
                opened.damage() == null
                    ? database.write(this::state).map(begun -> opened)
                    : Future.succeededFuture(opened))
        .compose(this::scan)
        .compose(recovery -> checked(recovery, acceptLoss));
  }

  @Override
  public Future<Recovered> read(boolean acceptLoss) {
    return database
        .openToRead()
        .compose(this::scan)
        .compose(
            recovery -> {
              String damage = recovery.damage();
              return damage == null || acceptLoss
                  ? database.read(
                      session ->
                          Future.succeededFuture(
                              recovery.recovered(recovery.head().epoch(), acceptLoss)))
                  : refused(recovery, damage);
            });
  }

  /** What the store says of itself; a new one begins. */
  private Future<StoreState> state(SqlSession session) {
    return session
        .query(StoreState.SELECT, List.of(), StoreState::read)
        .compose(found -> found.isEmpty() ? begin(session) : Future.succeededFuture(found.get(0)));
  }

  /** Another server may begin it at the same time. */
  private Future<StoreState> begin(SqlSession session) {
    return session
        .execute(StoreState.INSERT_FIRST, StoreState.begin(newEpoch.get()).parameters())
        .compose(begun -> session.query(StoreState.SELECT, List.of(), StoreState::read))
        .map(found -> found.get(0));
  }

  private static Future<StoreState> write(SqlSession session, StoreState state) {
    return session
        .execute("DELETE FROM store", List.of())
        .compose(deleted -> session.execute(StoreState.INSERT, state.parameters()))
        .map(state);
  }

  /** In one transaction, as other servers may write meanwhile: unless there is damage. */
  private Future<Recovery> scan(SqlDatabase.Opened opened) {
    boolean lost = opened.damage() != null;
    Recovery recovery = new Recovery(StoreState.begin(newEpoch.get()), opened.remembered());
    Future<Void> read =
        lost
            ? database
                .read(session -> begin(session, recovery))
                .otherwiseEmpty() // as if there were nothing
                .compose(begun -> database.read(session -> scan(session, recovery)))
            : database.read(
                session -> begin(session, recovery).compose(begun -> scan(session, recovery)));
    return read.transform(
        (done, failure) -> {
          if (failure != null && !lost && !StoreFailure.isDamage(failure)) {
            return Future.failedFuture(failure); // out of reach, which is no damage
          }
          recovery.finish(lost || failure == null ? opened.damage() : failure.getMessage());
          return Future.succeededFuture(recovery);
        });
  }

  /** A row of a damaged page may hold nothing where text should be, which the reader throws. */
  private static Future<Void> begin(SqlSession session, Recovery recovery) {
    return Future.succeededFuture()
        .compose(asked -> session.query(StoreState.SELECT, List.of(), StoreState::read))
        .map(
            found -> {
              found.forEach(recovery::begin);
              return null;
            });
  }

  private static Future<Void> scan(SqlSession session, Recovery recovery) {
    return session.scan(Recovery.SCAN, List.of(), recovery::take);
  }

  private Future<Recovered> checked(Recovery recovery, boolean acceptLoss) {
    String damage = recovery.damage();
    if (damage == null) {
      if (!recovery.isHeldAgainstHead() && recovery.head().revision() > 0) {
        LOG.warn(
            "{}: no head of it is remembered here, so that where it ends is taken as it is: {}",
            database.name(),
            recovery.head());
      }
      return going(recovery, recovery.head(), recovery.placedRevision(), acceptLoss);
    }
    if (!acceptLoss) {
      return refused(recovery, damage);
    }
    return salvaged(recovery, damage);
  }

  private <T> Future<T> refused(Recovery recovery, String damage) {
    long good = recovery.head().revision();
    return Future.failedFuture(
        StoreFailure.of(
            "%s: %s. It is good up to revision %d; there have been %s. Nothing was changed. Put back a copy that is whole, or start once with --accept-loss, which goes on from revision %d and sets the rest aside"
                .formatted(database.name(), damage, good, known(recovery.lastKnown()), good)));
  }

  private static String known(long revisions) {
    return revisions == 0 ? "an unknown number" : Long.toString(revisions);
  }

  /**
   * Goes on in a new epoch, as revisions will be numbered that others have seen: unless all are
   * there.
   */
  private Future<Recovered> salvaged(Recovery recovery, String damage) {
    Head good = recovery.head();
    String epoch = recovery.isWhole() ? good.epoch() : newEpoch.get();
    StoreState state = recovery.salvaged(new Head(epoch, good.revision(), good.chain()));
    return database
        .salvage(state)
        .onSuccess(
            aside ->
                LOG.warn(
                    "{}: {}. Loss accepted: it goes on from revision {} in epoch {}; what was there is in {}",
                    database.name(),
                    damage,
                    good.revision(),
                    epoch,
                    aside))
        .compose(aside -> database.append(session -> write(session, state).map(state.head())))
        .compose(written -> going(recovery, state.head(), 0, true));
  }

  private Future<Recovered> going(
      Recovery recovery, Head at, long placedRevision, boolean acceptLoss) {
    // Reads the JSON of every model: not on an event loop.
    return database
        .append(session -> Future.succeededFuture(at))
        .compose(
            remembered ->
                database.read(
                    session -> Future.succeededFuture(recovery.recovered(at.epoch(), acceptLoss))))
        .onSuccess(
            recovered -> {
              appends.begin(at, recovery.lastAtMicros(), placedRevision);
              checkPlaces();
            });
  }

  /** Not waited for: a large log has many, and what is read first is seldom the past. */
  private void checkPlaces() {
    database
        .read(Places::areRight)
        .otherwise(unreadable -> false)
        .compose(right -> right ? Future.succeededFuture() : database.write(this::rewritePlaces))
        .onFailure(
            failure ->
                LOG.debug("{}: places not checked: {}", database.name(), failure.getMessage()));
  }

  private Future<Void> rewritePlaces(SqlSession session) {
    return session
        .lockLog()
        .compose(locked -> Places.rewrite(session, appends.head().revision()))
        .onSuccess(
            written ->
                LOG.warn(
                    "{}: its places were not as they had been, and are written anew",
                    database.name()));
  }

  @Override
  public Future<Void> append(List<LogEntry> entries) {
    return appends.append(entries);
  }

  @Override
  public Instant lastAt() {
    return appends.lastAt();
  }

  @Override
  public Future<Long> settle() {
    return appends.settle();
  }

  @Override
  public Future<Recovered> readAnew() {
    return database
        .settle(session -> Future.<Void>succeededFuture())
        .compose(ready -> scan(new SqlDatabase.Opened(null, null)))
        .compose(
            recovery -> {
              String damage = recovery.damage();
              return damage == null
                  ? going(recovery, recovery.head(), recovery.placedRevision(), false)
                  : refused(recovery, damage);
            });
  }

  @Override
  public boolean isShared() {
    return database.isShared();
  }

  @Override
  public Future<Void> rebase(boolean hold, Function<OthersPage, List<LogEntry>> onto) {
    return appends.rebase(hold, onto);
  }

  @Override
  public Future<Long> compact(Retention retention, Instant now) {
    long last = appends.head().revision();
    long byCount = last - retention.revisions();
    Duration age = retention.age();
    Future<Long> byAge =
        age == null ? Future.succeededFuture(0L) : history().revisionAt(now.minus(age));
    return byAge.compose(old -> compact(Math.min(last - 1, Math.max(byCount, old))));
  }

  private Future<Long> compact(long upTo) {
    return database
        .compact(session -> Compaction.step(session, upTo))
        .compose(floor -> floor < upTo ? compact(upTo) : Future.succeededFuture(floor + 1));
  }

  @Override
  public History history() {
    return new SqlHistory(database);
  }

  @Override
  public Future<Void> close() {
    return appends.close();
  }
}
