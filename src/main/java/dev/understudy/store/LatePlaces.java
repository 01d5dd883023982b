package dev.understudy.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of what was appended since places were last written down, so that the changes need not
 * be read again for them. They only count where they are of all that was: after a start, or when an
 * append has failed, the changes are searched. For the transactions that write.
 */
final class LatePlaces {

  /** So many are held in memory at most: a revision may be of a whole catalog. */
  private static final int MOST = 8 * Places.TOGETHER;

  private static final int POSITION_BITS = 24;

  private static final String WRITE =
      "INSERT INTO place_lists (name, sort, first_revision, places) VALUES (?, ?, ?, ?)";

  private final Map<Places.Name, Late> lists = new HashMap<>();
  private long from = 1;
  private long upTo;
  private int count;

  /** The next revision of the log. */
  void add(long revision, List<Row> rows) {
    if (revision != upTo + 1 || count + rows.size() > MOST) {
      forget(revision);
    }
    upTo = revision;
    count += rows.size();
    for (Row row : rows) {
      lists
          .computeIfAbsent(Places.Name.of(row), none -> new Late(revision, new StringBuilder()))
          .add(revision, row.position());
    }
  }

  private void forget(long next) {
    lists.clear();
    count = 0;
    from = next;
  }

  /** Writes down the places of all that is kept, where they are not yet. */
  Future<Void> write(SqlSession session) {
    return session
        .lockLog()
        .compose(
            locked ->
                session.query(
                    "SELECT placed_revision, revision FROM store",
                    List.of(),
                    row -> new long[] {row.number(0), row.number(1)}))
        .compose(found -> write(session, found.get(0)[0], found.get(0)[1]));
  }

  private Future<Void> write(SqlSession session, long placed, long kept) {
    boolean isAll = from == placed + 1 && upTo == kept;
    List<List<?>> rows = new ArrayList<>(isAll ? lists.size() : 0);
    if (isAll) {
      lists.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(list -> rows.add(list.getValue().row(list.getKey())));
    }
    forget(upTo + 1);
    return isAll
        ? session.executeAll(WRITE, rows).compose(written -> Places.move(session, kept))
        : Places.write(session, kept);
  }

  private record Late(long first, StringBuilder places) {

    void add(long revision, int position) {
      if (!places.isEmpty()) {
        places.append(',');
      }
      places.append(revision << POSITION_BITS | position);
    }

    List<?> row(Places.Name name) {
      return List.of(name.name(), name.sort(), first, places.toString());
    }
  }
}
