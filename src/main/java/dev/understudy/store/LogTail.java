package dev.understudy.store;

import dev.understudy.model.Revision;
import dev.understudy.registry.Event;
import dev.understudy.registry.Recovered;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the revisions that follow on a head, and holds each against its hash. For one transaction.
 */
final class LogTail {

  /** So many revisions at most are read at once. */
  static final int MOST = 500;

  /** So many rows, but for a revision that alone has more. */
  static final int MOST_ROWS = 4_096;

  private static final String PAGE =
      Recovery.ROWS
          + " WHERE r.revision > ? AND r.revision <= ?"
          + Recovery.IN_ORDER
          + " LIMIT "
          + MOST_ROWS;

  private static final String ONE = Recovery.ROWS + " WHERE r.revision = ?" + Recovery.IN_ORDER;

  private final SqlSession session;
  private final String database;
  private final Digests digests = new Digests();
  private final List<Found> found = new ArrayList<>();
  private Head head;
  private boolean hasMore;

  private LogTail(SqlSession session, String database, Head from) {
    this.session = session;
    this.database = database;
    this.head = from;
  }

  /**
   * What there was.
   *
   * @param head of the last that was read
   * @param atMicros when that was made; 0 for none
   */
  record Read(OthersPage others, Head head, long atMicros) {}

  /** A revision as its rows come. */
  private record Found(long revision, long atMicros, String cause, Hash chain, List<Row> rows) {}

  /**
   * Reads what follows on that head. The models of events that only name them are not read.
   *
   * @return fails with a {@link LogGapException} where it is no longer kept whole
   */
  static Future<Read> after(SqlSession session, String database, Head from) {
    LogTail tail = new LogTail(session, database, from);
    return session
        .query(PAGE, List.of(from.revision(), from.revision() + MOST), tail::take)
        .compose(rows -> tail.whole(rows.size()))
        .map(whole -> tail.read());
  }

  private boolean take(SqlRow row) {
    long revision = row.number(0);
    if (found.isEmpty() || last().revision != revision) {
      found.add(
          new Found(
              revision,
              row.number(Recovery.AT),
              row.text(Recovery.CAUSE),
              row.hash(Recovery.CHAIN),
              new ArrayList<>()));
    }
    return last().rows.add(Row.read(row));
  }

  private Found last() {
    return found.get(found.size() - 1);
  }

  /** The last revision may have more rows than were read. */
  private Future<?> whole(int rows) {
    hasMore = rows == MOST_ROWS || found.size() == MOST;
    if (rows == 0) {
      return session.query(StoreState.SELECT, List.of(), StoreState::read).map(this::checkFloor);
    }
    if (rows < MOST_ROWS) {
      return Future.succeededFuture();
    }
    long cut = found.remove(found.size() - 1).revision;
    return found.isEmpty()
        ? session.query(ONE, List.of(cut), this::take)
        : Future.succeededFuture();
  }

  /** Of many revisions no row may be left, which looks as if there were none. */
  private List<StoreState> checkFloor(List<StoreState> states) {
    for (StoreState state : states) {
      if (state.floorRevision() > head.revision()) {
        throw new LogGapException(
            "%s: up to revision %d only the latest is kept (expected: all that follow on %s)"
                .formatted(database, state.floorRevision(), head));
      }
    }
    return states;
  }

  private Read read() {
    List<OthersWrite> writes = new ArrayList<>(found.size());
    for (Found each : found) {
      follow(each);
      writes.add(write(each));
    }
    long at = found.isEmpty() ? 0 : last().atMicros;
    return new Read(new OthersPage(writes, hasMore), head, at);
  }

  private void follow(Found next) {
    digests.begin(head.chain(), next.revision, next.atMicros, next.cause);
    next.rows.forEach(row -> digests.add(digests.row(next.revision, row)));
    if (next.revision != head.revision() + 1 || !digests.end().equals(next.chain)) {
      throw new LogGapException(
          "%s: revision %d does not follow on %s (expected: the next one, as it was written)"
              .formatted(database, next.revision, head));
    }
    head = new Head(head.epoch(), next.revision, next.chain);
  }

  private static OthersWrite write(Found found) {
    Revision revision = new Revision(found.revision);
    List<Recovered.Model> models = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (Row row : found.rows) {
      if (row.isOfModel()) {
        models.add(Recovery.model(row.name(), revision, row));
      }
      if (row.type() != null) {
        events.add(row.event());
      }
    }
    return new OthersWrite(
        new LoggedWrite(
            revision, SqlHistory.time(found.atMicros), SqlHistory.cause(found.cause), events),
        models);
  }
}
