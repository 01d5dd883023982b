package dev.understudy.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One step of dropping what is older than is kept: moves the floor up by some revisions, in one
 * transaction. Below the floor only the latest row of each name stays; the sum of their hashes
 * stands for the chain there. For one transaction.
 */
final class Compaction {

  /** So many revisions in a step at most, as their rows are held in memory and writes wait. */
  static final int STEP = 512;

  private static final String COLUMNS =
      "SELECT c.revision, c.position, c.kind, c.name, c.label, c.fields, c.definition, c.layers,"
          + " r.at_micros, r.cause FROM ";

  private static final String ROWS =
      COLUMNS
          + "changes c JOIN revisions r ON r.revision = c.revision"
          + " WHERE c.revision > ? AND c.revision <= ? ORDER BY c.revision, c.position";

  /** What is kept of a name up to the floor: a row of each sort. */
  private static final String KEPT =
      COLUMNS
          + "places p JOIN changes c ON c.revision = p.revision AND c.position = p.position"
          + " JOIN revisions r ON r.revision = c.revision WHERE p.name = ?"
          + " AND p.first_revision <= ? AND p.revision <= ?";

  private static final String DELETE_ROW =
      "DELETE FROM changes WHERE revision = ? AND position = ?";

  private static final String DELETE_EMPTY =
      "DELETE FROM revisions WHERE revision = ?"
          + " AND NOT EXISTS (SELECT 1 FROM changes WHERE revision = ?)";

  private static final String MOVE_FLOOR =
      "UPDATE store SET floor_revision = ?, floor_chain = ?, floor_sum = ?";

  private final SqlSession session;
  private final Digests digests = new Digests();
  private final Map<Name, Found> latest = new HashMap<>();
  private final List<Found> dropped = new ArrayList<>();
  private Hash sum = Hash.NONE;

  private Compaction(SqlSession session) {
    this.session = session;
  }

  /** Of each, the latest row is always kept. */
  private record Name(String name, Places.Sort sort) {}

  private record Found(long revision, Row row, long atMicros, String cause) {
    Name name() {
      return new Name(row.name(), row.isOfModel() ? Places.Sort.MODEL : row.sort());
    }

    static Found read(SqlRow row) {
      return new Found(row.number(0), Row.read(row), row.number(8), row.text(9));
    }
  }

  /**
   * Moves the floor towards a revision.
   *
   * @return where it is then
   */
  static Future<Long> step(SqlSession session, long upTo) {
    return session
        .lockLog()
        .compose(locked -> session.query(StoreState.SELECT, List.of(), StoreState::read))
        .compose(
            found -> {
              StoreState state = found.get(0);
              long floor = Math.min(state.floorRevision() + STEP, upTo);
              return floor <= state.floorRevision()
                  ? Future.succeededFuture(state.floorRevision())
                  : new Compaction(session).run(state, floor).map(floor);
            });
  }

  private Future<Void> run(StoreState state, long floor) {
    sum = state.floorSum();
    return Places.write(session, floor)
        .compose(placed -> session.query(ROWS, List.of(state.floorRevision(), floor), Found::read))
        .compose(
            rows -> {
              rows.forEach(this::take);
              return dropKept(state.floorRevision());
            })
        .compose(taken -> chain(floor))
        .compose(
            chain -> {
              latest.values().forEach(found -> toggle(found));
              return delete(floor)
                  .compose(deleted -> session.execute(MOVE_FLOOR, List.of(floor, chain, sum)));
            })
        .mapEmpty();
  }

  private void take(Found found) {
    Found before = latest.put(found.name(), found);
    if (before != null) {
      dropped.add(before);
    }
  }

  /** What was kept so far of the names that have a later row now. */
  private Future<Void> dropKept(long oldFloor) {
    Future<Void> done = Future.succeededFuture();
    for (Name name : latest.keySet()) {
      done =
          done.compose(
                  before ->
                      session.query(KEPT, List.of(name.name, oldFloor, oldFloor), Found::read))
              .map(
                  kept -> {
                    for (Found found : kept) {
                      if (found.name().equals(name)) {
                        toggle(found);
                        dropped.add(found);
                      }
                    }
                    return null;
                  });
    }
    return done;
  }

  private void toggle(Found found) {
    sum = sum.toggled(digests.kept(found.revision, found.row, found.atMicros, found.cause));
  }

  private Future<Hash> chain(long floor) {
    return session
        .query("SELECT chain FROM revisions WHERE revision = ?", List.of(floor), row -> row.hash(0))
        .map(found -> found.get(0));
  }

  private Future<Void> delete(long floor) {
    List<List<?>> rows = new ArrayList<>();
    Set<Places.Name> names = new TreeSet<>();
    TreeSet<Long> revisions = new TreeSet<>();
    for (Found found : dropped) {
      long position = found.row.position();
      rows.add(List.of(found.revision, position));
      names.add(Places.Name.of(found.row));
      revisions.add(found.revision);
    }
    List<List<?>> empty = new ArrayList<>();
    revisions.forEach(revision -> empty.add(List.of(revision, revision)));
    return session
        .executeAll(DELETE_ROW, rows)
        .compose(deleted -> Places.drop(session, names, floor))
        .compose(deleted -> session.executeAll(DELETE_EMPTY, empty));
  }
}
