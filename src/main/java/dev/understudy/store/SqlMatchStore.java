package dev.understudy.store;

import dev.understudy.discovery.LearnedMatch;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What names were taken to mean, in a table; only what has changed is written, counts as what was
 * added, so that those of several servers add up.
 */
final class SqlMatchStore implements MatchStore {

  private static final String READ =
      "SELECT query, model, matches, successes, failures, strength, last_used_millis"
          + " FROM learned_matches ORDER BY last_used_millis, query, model";

  private static final String PUT =
      "INSERT INTO learned_matches"
          + " (query, model, matches, successes, failures, strength, last_used_millis)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (query, model) DO UPDATE SET"
          + " matches = learned_matches.matches + excluded.matches,"
          + " successes = learned_matches.successes + excluded.successes,"
          + " failures = learned_matches.failures + excluded.failures,"
          + " strength = excluded.strength, last_used_millis = excluded.last_used_millis";

  private static final String DELETE = "DELETE FROM learned_matches WHERE query = ? AND model = ?";

  private final SqlDatabase database;
  private volatile Map<Key, LearnedMatch> kept = Map.of();

  SqlMatchStore(SqlDatabase database) {
    this.database = database;
  }

  private record Key(String query, String model) {
    static Key of(LearnedMatch match) {
      return new Key(match.query(), match.model());
    }
  }

  @Override
  public Future<List<LearnedMatch>> read() {
    return database
        .read(session -> session.query(READ, List.of(), SqlMatchStore::match))
        .onSuccess(matches -> kept = byKey(matches));
  }

  private static LearnedMatch match(SqlRow row) {
    return new LearnedMatch(
        row.text(0),
        row.text(1),
        row.number(2),
        row.number(3),
        row.number(4),
        Double.parseDouble(row.text(5)),
        row.number(6));
  }

  private static Map<Key, LearnedMatch> byKey(List<LearnedMatch> matches) {
    Map<Key, LearnedMatch> byKey = new HashMap<>();
    matches.forEach(match -> byKey.put(Key.of(match), match));
    return byKey;
  }

  @Override
  public Future<Void> write(List<LearnedMatch> all) {
    Map<Key, LearnedMatch> next = byKey(all);
    List<List<?>> put = new ArrayList<>();
    List<List<?>> gone = new ArrayList<>();
    for (LearnedMatch match : all) {
      LearnedMatch before = kept.get(Key.of(match));
      if (!match.equals(before)) {
        put.add(parameters(match, before));
      }
    }
    for (Key key : kept.keySet()) {
      if (!next.containsKey(key)) {
        gone.add(List.of(key.query, key.model));
      }
    }
    return database
        .write(
            session ->
                session.executeAll(DELETE, gone).compose(deleted -> session.executeAll(PUT, put)))
        .onSuccess(written -> kept = next);
  }

  private static List<?> parameters(LearnedMatch match, @Nullable LearnedMatch before) {
    return List.of(
        match.query(),
        match.model(),
        match.matches() - (before == null ? 0 : before.matches()),
        match.successes() - (before == null ? 0 : before.successes()),
        match.failures() - (before == null ? 0 : before.failures()),
        Double.toString(match.strength()),
        match.lastUsedMillis());
  }
}
