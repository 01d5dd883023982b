package dev.understudy.store;

import io.vertx.core.Future;
import java.util.List;

/** Moves what is not good of a log into tables of its own. */
final class PostgresSalvage {

  private PostgresSalvage() {}

  /**
   * Moves all that is after a revision.
   *
   * @return the names of the tables
   */
  static Future<String> setAside(SqlSession session, long last) {
    String suffix = "_lost_after_" + last;
    return session
        .query(
            "SELECT count(*) FROM information_schema.tables"
                + " WHERE table_schema = current_schema() AND table_name ~ ?",
            List.of("^changes" + suffix + "(_[0-9]+)?$"),
            row -> row.number(0))
        .compose(
            found -> {
              String free = found.get(0) == 0 ? suffix : suffix + "_" + (found.get(0) + 1);
              return move(session, "revisions", free, last)
                  .compose(moved -> move(session, "changes", free, last))
                  .compose(moved -> session.execute("DELETE FROM place_lists", List.of()))
                  .map("tables revisions" + free + " and changes" + free);
            });
  }

  private static Future<?> move(SqlSession session, String table, String suffix, long last) {
    String after = " WHERE revision > " + last;
    return session
        .execute("CREATE TABLE " + table + suffix + " AS SELECT * FROM " + table + after, List.of())
        .compose(copied -> session.execute("DELETE FROM " + table + after, List.of()));
  }
}
