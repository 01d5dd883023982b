package dev.understudy.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where in the log the changes of a name are. They are written down for many revisions at once, one
 * list for each name: one by one they would be most of what a write costs. What is not written down
 * yet is searched for.
 */
final class Places {

  /** After so many revisions their places are written down. */
  static final int TOGETHER = 8_192;

  /** What a place is of. */
  enum Sort {
    /** A model that shows, or was removed. */
    MODEL(0, "c.kind IN ('added', 'updated', 'removed')"),
    /** An alias. */
    ALIAS(1, "c.kind = 'alias'"),
    /** Layers of which nothing shows. */
    HIDDEN(2, "c.kind = 'hidden'"),
    /** A model of which it was told that it retires. */
    RETIRING(3, "c.kind = 'retiring'"),
    /** What else was told. */
    TOLD(4, "c.kind NOT IN ('added', 'updated', 'removed', 'alias', 'hidden', 'retiring')");

    private final int number;
    private final String condition;

    Sort(int number, String condition) {
      this.number = number;
      this.condition = condition;
    }

    long number() {
      return number;
    }
  }

  private static final String KINDS =
      Arrays.stream(Sort.values())
          .map(sort -> " WHEN " + sort.condition + " THEN " + sort.number)
          .collect(Collectors.joining("", "CASE", " END"));

  /** A place in a list of them. */
  private static final String NUMBER = "CAST(%1$s.revision * 16777216 + %1$s.position AS TEXT)";

  private static final String WRITE =
      "INSERT INTO place_lists (name, sort, first_revision, places)"
          + " SELECT c.name, c.sort, min(c.revision), string_agg("
          + NUMBER.formatted("c")
          + ", ',') FROM (SELECT c.name, "
          + KINDS
          + " AS sort, c.revision, c.position FROM changes c"
          + " WHERE c.revision > ? AND c.revision <= ?"
          + " ORDER BY c.name, c.revision, c.position) AS c GROUP BY c.name, c.sort, c.revision / "
          + TOGETHER;

  private static final String DROP =
      "UPDATE place_lists SET places = COALESCE((SELECT string_agg("
          + NUMBER.formatted("p")
          + ", ',') FROM places p"
          + " JOIN changes c ON c.revision = p.revision AND c.position = p.position"
          + " WHERE p.name = place_lists.name AND p.sort = place_lists.sort"
          + " AND p.first_revision = place_lists.first_revision), '')"
          + " WHERE name = ? AND sort = ? AND first_revision <= ?";

  private static final String DROP_EMPTY =
      "DELETE FROM place_lists WHERE name = ? AND sort = ? AND first_revision <= ? AND places = ''";

  private static final String MOVE = "UPDATE store SET placed_revision = ?";

  private static final String COUNTS =
      "SELECT (SELECT count(*) FROM changes"
          + " WHERE revision <= (SELECT placed_revision FROM store)),"
          + " (SELECT count(*) FROM places),"
          // Not a join: that may look through all places of a name for each change of it.
          + " (SELECT count(*) FROM places p WHERE EXISTS (SELECT 1 FROM changes c"
          + " WHERE c.revision = p.revision AND c.position = p.position"
          + " AND c.name = p.name AND p.sort = "
          + KINDS
          + "))";

  private Places() {}

  /** Whether each change has its place, and no place is wrong: no hash is over them. */
  static Future<Boolean> areRight(SqlSession session) {
    return session
        .query(
            COUNTS,
            List.of(),
            row -> row.number(0) == row.number(1) && row.number(1) == row.number(2))
        .map(found -> found.get(0));
  }

  /** Says up to which revision they are written down. */
  static Future<Void> move(SqlSession session, long upTo) {
    return session.execute(MOVE, List.of(upTo)).mapEmpty();
  }

  /** Writes down all places anew. */
  static Future<Void> rewrite(SqlSession session, long upTo) {
    return session
        .execute("DELETE FROM place_lists", List.of())
        .compose(deleted -> move(session, 0))
        .compose(moved -> write(session, upTo));
  }

  /** Writes down the places of the revisions up to one, where they are not yet. */
  static Future<Void> write(SqlSession session, long upTo) {
    return session
        .query("SELECT placed_revision FROM store", List.of(), row -> row.number(0))
        .compose(
            placed ->
                placed.get(0) >= upTo
                    ? Future.succeededFuture()
                    : session
                        .execute(WRITE, List.of(placed.get(0), upTo))
                        .compose(written -> move(session, upTo)));
  }

  /**
   * Drops the places of changes that are dropped already.
   *
   * @param names each with its sort
   * @param upTo no later revision was dropped
   */
  static Future<Void> drop(SqlSession session, Collection<Name> names, long upTo) {
    List<List<?>> each = new ArrayList<>(names.size());
    names.forEach(name -> each.add(List.of(name.name, name.sort, upTo)));
    return session.executeAll(DROP, each).compose(dropped -> session.executeAll(DROP_EMPTY, each));
  }

  /** What a list is of. */
  record Name(String name, long sort) implements Comparable<Name> {

    static Name of(Row row) {
      return new Name(row.name(), row.sort().number());
    }

    @Override
    public int compareTo(Name other) {
      int byName = name.compareTo(other.name);
      return byName != 0 ? byName : Long.compare(sort, other.sort);
    }
  }

  /**
   * A query for the changes of one name, each as {@code SELECT columns}, the latest first. Takes
   * the parameters of {@link #parameters}.
   *
   * @param from of changes {@code c} and what they are joined with
   */
  static String query(String columns, String from, Sort sort) {
    return "SELECT "
        + columns
        + " FROM (SELECT * FROM (SELECT revision, position FROM places"
        + " WHERE name = ? AND sort = "
        + sort.number
        + " AND first_revision < ? AND revision < ?"
        + " ORDER BY first_revision DESC, revision DESC LIMIT ?) AS placed"
        + " UNION ALL SELECT * FROM (SELECT c.revision, c.position FROM changes c"
        + " WHERE c.revision > (SELECT placed_revision FROM store) AND c.revision < ?"
        + " AND c.name = ? AND "
        + sort.condition
        + " ORDER BY c.revision DESC LIMIT ?) AS late) AS p"
        + " JOIN changes c ON c.revision = p.revision AND c.position = p.position "
        + from
        + " ORDER BY c.revision DESC LIMIT ?";
  }

  /**
   * What {@link #query} asks for.
   *
   * @param before only what was before that revision
   */
  static List<?> parameters(String name, long before, long limit) {
    return List.of(name, before, before, limit, before, name, limit, limit);
  }
}
