package dev.understudy.store;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import dev.understudy.model.Revision;
import dev.understudy.registry.Layers;
import dev.understudy.registry.RegistryChange;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The past, out of the tables of the log. Safe on any thread. */
final class SqlHistory implements History {

  private static final String COLUMNS =
      "c.revision, c.position, c.kind, c.name, c.label, c.fields, c.definition, c.layers,"
          + " r.at_micros, r.cause";

  private static final String REVISIONS = "JOIN revisions r ON r.revision = c.revision";

  private static final String VERSIONS = Places.query(COLUMNS, REVISIONS, Places.Sort.MODEL);

  private static final String LABELLED =
      Places.query(COLUMNS, REVISIONS + " WHERE c.label = ?", Places.Sort.MODEL);

  private static final String ALIASES = Places.query(COLUMNS, REVISIONS, Places.Sort.ALIAS);

  private static final String NEXT_ALIAS =
      "SELECT "
          + COLUMNS
          + " FROM (SELECT revision, position FROM places"
          + " WHERE name = ? AND sort = 1 AND revision >= ?"
          + " UNION ALL SELECT c.revision, c.position FROM changes c"
          + " WHERE c.revision > (SELECT placed_revision FROM store) AND c.name = ?"
          + " AND c.kind = 'alias' AND c.revision >= ?) AS p"
          + " JOIN changes c ON c.revision = p.revision AND c.position = p.position "
          + REVISIONS
          + " ORDER BY c.revision LIMIT 1";

  /** When the last revision was made up to that in the middle of what is still searched. */
  private static final String MIDDLE_TIME =
      "(SELECT r.at_micros FROM revisions r WHERE r.revision <= (s.low + s.high) / 2"
          + " ORDER BY r.revision DESC LIMIT 1)";

  /** By halves, as times never fall. */
  private static final String REVISION_AT =
      "WITH RECURSIVE s (low, high) AS (SELECT CAST(0 AS BIGINT), revision + 1"
          + " FROM store UNION ALL SELECT"
          + " CASE WHEN "
          + MIDDLE_TIME
          + " > ? THEN s.low ELSE (s.low + s.high) / 2 END,"
          + " CASE WHEN "
          + MIDDLE_TIME
          + " > ? THEN (s.low + s.high) / 2 ELSE s.high END"
          + " FROM s WHERE s.high - s.low > 1)"
          + " SELECT COALESCE(max(revision), 0) FROM revisions"
          + " WHERE revision <= (SELECT max(low) FROM s)";

  private static final String CHANGES = after("c.kind IN ('added', 'updated', 'removed')");

  private static final String EVENTS = after("c.kind <> 'hidden'");

  private static final int AT = 8;
  private static final int CAUSE = 9;

  private static String after(String condition) {
    return "SELECT "
        + COLUMNS
        + " FROM changes c "
        + REVISIONS
        + " WHERE (c.revision > ? OR (c.revision = ? AND c.position > ?)) AND "
        + condition
        + " ORDER BY c.revision, c.position LIMIT ?";
  }

  private final SqlDatabase database;

  SqlHistory(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public Future<Long> wholeFrom() {
    return first("SELECT floor_revision FROM store", List.of(), row -> row.number(0) + 1)
        .map(found -> found.orElse(1L));
  }

  @Override
  public Future<Optional<Instant>> wholeSince() {
    return first(
        "SELECT at_micros FROM revisions WHERE revision = (SELECT floor_revision FROM store)",
        List.of(),
        row -> time(row.number(0)));
  }

  @Override
  public Future<Long> revisionAt(Instant time) {
    long micros = micros(time);
    return first(REVISION_AT, List.of(micros, micros), row -> row.number(0))
        .map(found -> found.orElse(0L));
  }

  @Override
  public Future<List<Version>> versions(String id, long before, int limit) {
    return all(VERSIONS, Places.parameters(id, before, limit), SqlHistory::version);
  }

  @Override
  public Future<Optional<Version>> versionAt(String id, long revision) {
    return first(VERSIONS, Places.parameters(id, revision + 1, 1), SqlHistory::version);
  }

  @Override
  public Future<Optional<Version>> versionLabelled(String id, String label) {
    List<Object> parameters =
        new ArrayList<>(Places.parameters(id, Long.MAX_VALUE, Long.MAX_VALUE));
    parameters.add(parameters.size() - 1, label);
    return first(LABELLED, parameters, SqlHistory::version);
  }

  @Override
  public Future<List<AliasMove>> aliasMoves(String alias, long before, int limit) {
    return all(ALIASES, Places.parameters(alias, before, limit), SqlHistory::aliasMove);
  }

  @Override
  public Future<Optional<AliasMove>> nextAliasMove(String alias, long from) {
    return first(NEXT_ALIAS, List.of(alias, from, alias, from), SqlHistory::aliasMove);
  }

  @Override
  public Future<Layers> layers(Version version) {
    return first(
            "SELECT layers FROM changes WHERE revision = ? AND position = ?",
            List.of(version.revision().number(), (long) version.position()),
            row -> StoredForms.layers(version.model(), row.textOrNull(0)))
        .map(found -> found.orElse(Layers.NONE));
  }

  @Override
  public Future<List<Version>> changes(long revision, int position, int limit) {
    return all(
        CHANGES, List.of(revision, revision, (long) position, (long) limit), SqlHistory::version);
  }

  @Override
  public Future<List<LoggedEvent>> events(long revision, int position, int limit) {
    return all(
            EVENTS,
            List.of(revision, revision, (long) position, (long) limit),
            SqlHistory::loggedEvent)
        .compose(new ModelsOfEvents(this)::added);
  }

  private static LoggedEvent loggedEvent(SqlRow columns) {
    return new LoggedEvent(
        new Revision(columns.number(0)),
        at(columns),
        cause(columns.text(CAUSE)),
        Row.read(columns).event());
  }

  private <T> Future<List<T>> all(String sql, List<?> parameters, Function<SqlRow, T> reader) {
    return database.read(session -> session.query(sql, parameters, reader));
  }

  private <T> Future<Optional<T>> first(
      String sql, List<?> parameters, Function<SqlRow, T> reader) {
    return all(sql, parameters, reader).map(rows -> rows.stream().findFirst());
  }

  private static AliasMove aliasMove(SqlRow row) {
    return new AliasMove(row.text(3), new Revision(row.number(0)), at(row), row.textOrNull(6));
  }

  private static Version version(SqlRow columns) {
    Row row = Row.read(columns);
    @Nullable ModelDefinition model =
        row.definition() == null ? null : StoredForms.read(row.definition());
    return new Version(
        new Revision(columns.number(0)),
        row.position(),
        at(columns),
        cause(columns.text(CAUSE)),
        named(RegistryChange.Kind.class, row.kind()),
        row.name(),
        row.fields() == null ? List.of() : List.of(row.fields().split(",", -1)),
        model);
  }

  static Cause cause(String name) {
    return named(Cause.class, name);
  }

  private static Instant at(SqlRow columns) {
    return time(columns.number(AT));
  }

  static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** Since 1970; times further away than can be counted are as far as can be. */
  static long micros(Instant time) {
    try {
      long whole = Math.multiplyExact(time.getEpochSecond(), 1_000_000L);
      return Math.addExact(whole, time.getNano() / 1_000);
    } catch (ArithmeticException beyond) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static <E extends Enum<E> & Named> E named(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.jsonName().equals(name)) {
        return constant;
      }
    }
    throw new IllegalStateException(
        type.getSimpleName() + ": " + name + " (expected: a known one)");
  }
}
