package dev.understudy.store;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where in the log the changes of a name are. They are written down for many revisions at once, in
 * the order of the names: one by one they would touch a page for each name, which is most of what a
 * write would cost. What is not written down yet is searched for.
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

  private static final String WRITE =
      "INSERT INTO places (name, sort, revision, position) SELECT c.name, "
          + KINDS
          + ", c.revision, c.position FROM changes c"
          + " WHERE c.revision > ? AND c.revision <= ? ORDER BY c.name, c.revision, c.position";

  private static final String MOVE = "UPDATE store SET placed_revision = ?";

  private static final String COUNTS =
      "SELECT (SELECT count(*) FROM changes"
          + " WHERE revision <= (SELECT placed_revision FROM store)),"
          + " (SELECT count(*) FROM places),"
          + " (SELECT count(*) FROM places p JOIN changes c ON c.revision = p.revision"
          + " AND c.position = p.position AND c.name = p.name AND p.sort = "
          + KINDS
          + ")";

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

  /** Writes down all places anew. */
  static Future<Void> rewrite(SqlSession session, long upTo) {
    return session
        .execute("DELETE FROM places", List.of())
        .compose(deleted -> session.execute(MOVE, List.of(0L)))
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
                        .compose(written -> session.execute(MOVE, List.of(upTo)))
                        .mapEmpty());
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
        + " AND revision < ? ORDER BY revision DESC LIMIT ?) AS placed"
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
    return List.of(name, before, limit, before, name, limit, limit);
  }
}
