package dev.understudy.store;

import dev.understudy.model.Revision;
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

  private static final String SCAN =
      Recovery.ROWS + " WHERE r.revision > ? AND r.revision <= ?" + Recovery.IN_ORDER;

  private final String database;
  private final Digests digests = new Digests();
  private final List<Found> found = new ArrayList<>();
  private Head head;

  private LogTail(String database, Head from) {
    this.database = database;
    this.head = from;
  }

  /**
   * What there was.
   *
   * @param writes in order
   * @param head of the last
   * @param atMicros when that was made; 0 for none
   */
  record Read(List<OthersWrite> writes, Head head, long atMicros) {}

  /** A revision as its rows come. */
  private record Found(long revision, long atMicros, String cause, Hash chain, List<Row> rows) {}

  /**
   * Reads what follows on that head.
   *
   * @param models reads those of events that only name them
   */
  static Future<Read> after(SqlSession session, String database, Head from, ModelsOfEvents models) {
    LogTail tail = new LogTail(database, from);
    return session
        .query(SCAN, List.of(from.revision(), from.revision() + MOST), tail::take)
        .compose(read -> models.added(tail.events()))
        .map(tail::read);
  }

  private boolean take(SqlRow row) {
    long revision = row.number(0);
    if (found.isEmpty() || found.get(found.size() - 1).revision != revision) {
      found.add(
          new Found(
              revision,
              row.number(Recovery.AT),
              row.text(Recovery.CAUSE),
              row.hash(Recovery.CHAIN),
              new ArrayList<>()));
    }
    return found.get(found.size() - 1).rows.add(Row.read(row));
  }

  /** Of all revisions, once their hashes are right. */
  private List<LoggedEvent> events() {
    List<LoggedEvent> events = new ArrayList<>();
    for (Found each : found) {
      follow(each);
      for (Row row : each.rows) {
        if (row.type() != null) {
          events.add(
              new LoggedEvent(
                  new Revision(each.revision),
                  SqlHistory.time(each.atMicros),
                  SqlHistory.cause(each.cause),
                  row.event()));
        }
      }
    }
    return events;
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

  private Read read(List<LoggedEvent> events) {
    List<OthersWrite> writes = new ArrayList<>(found.size());
    int next = 0;
    for (Found each : found) {
      int first = next;
      while (next < events.size() && events.get(next).revision().number() == each.revision) {
        next++;
      }
      writes.add(write(each, events.subList(first, next)));
    }
    long at = found.isEmpty() ? 0 : found.get(found.size() - 1).atMicros;
    return new Read(writes, head, at);
  }

  private static OthersWrite write(Found found, List<LoggedEvent> events) {
    Revision revision = new Revision(found.revision);
    List<Recovered.Model> models = new ArrayList<>();
    for (Row row : found.rows) {
      if (row.isOfModel()) {
        models.add(Recovery.model(row.name(), revision, row));
      }
    }
    LoggedWrite told =
        new LoggedWrite(
            revision,
            SqlHistory.time(found.atMicros),
            SqlHistory.cause(found.cause),
            events.stream().map(LoggedEvent::event).toList());
    return new OthersWrite(told, models);
  }
}
