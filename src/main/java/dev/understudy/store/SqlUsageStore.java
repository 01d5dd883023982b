package dev.understudy.store;

import dev.understudy.usage.HourlyUsage;
import dev.understudy.usage.LatencyHistogram;
import dev.understudy.usage.UsageCounts;
import dev.understudy.usage.UsageStore;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts of usage in the tables of a database. Each batch has a name that is kept with it, so that
 * one of which it was not known whether it was kept is never added twice.
 */
final class SqlUsageStore implements UsageStore {

  private static final String COUNTS =
      "requests, errors, disconnects, input_tokens, cached_input_tokens, output_tokens,"
          + " reasoning_tokens, cost, unpriced_requests, latency, ttft";

  private static final String OWN =
      "SELECT " + COUNTS + " FROM usage WHERE model = ? AND hour = ? AND server = ?";

  private static final String PUT =
      "INSERT INTO usage ("
          + COUNTS
          + ", model, hour, server)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (model, hour, server) DO UPDATE SET requests = excluded.requests,"
          + " errors = excluded.errors, disconnects = excluded.disconnects,"
          + " input_tokens = excluded.input_tokens,"
          + " cached_input_tokens = excluded.cached_input_tokens,"
          + " output_tokens = excluded.output_tokens,"
          + " reasoning_tokens = excluded.reasoning_tokens, cost = excluded.cost,"
          + " unpriced_requests = excluded.unpriced_requests, latency = excluded.latency,"
          + " ttft = excluded.ttft";

  private static final String PUT_BATCH =
      "INSERT INTO usage_batches (server, batch) VALUES (?, ?)"
          + " ON CONFLICT (server) DO UPDATE SET batch = excluded.batch";

  private static final String BATCH = "SELECT batch FROM usage_batches WHERE server = ?";

  private static final String READ =
      "SELECT " + COUNTS + ", model, hour FROM usage WHERE hour >= ? AND hour < ?";

  private static final int MODEL = 11;
  private static final int HOUR = 12;

  private final SqlDatabase database;
  private final String server;
  private volatile String batch = "";

  /** A batch of which it is not known whether it is kept. Only the ledger's thread adds. */
  private volatile List<HourlyUsage> doubtful = List.of();

  private Future<Void> settling = Future.succeededFuture();

  /**
   * Counts in that database.
   *
   * @param server names the rows of this server, never those of another one
   */
  SqlUsageStore(SqlDatabase database, String server) {
    this.database = database;
    this.server = server;
  }

  @Override
  public Future<Void> add(List<HourlyUsage> deltas) {
    if (deltas.isEmpty() && doubtful.isEmpty()) {
      return Future.succeededFuture();
    }
    return settled()
        .compose(
            before -> {
              List<HourlyUsage> all = new ArrayList<>(before);
              all.addAll(deltas);
              String id = UUID.randomUUID().toString();
              batch = id;
              return database
                  .write(session -> add(session, id, all))
                  .recover(failure -> doubted(all, deltas, failure));
            });
  }

  /** What has to be added again of the last batch; fails while that cannot be told. */
  private Future<List<HourlyUsage>> settled() {
    if (doubtful.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return isKept(batch)
        .map(
            kept -> {
              List<HourlyUsage> again = kept ? List.of() : doubtful;
              doubtful = List.of();
              return again;
            });
  }

  private Future<Boolean> isKept(String id) {
    return database
        .write(session -> session.query(BATCH, List.of(server), row -> row.text(0)))
        .map(found -> found.equals(List.of(id)));
  }

  /** Where it is not known whether the batch is kept, it is kept here until it is. */
  private Future<Void> doubted(List<HourlyUsage> all, List<HourlyUsage> deltas, Throwable failure) {
    return isKept(batch)
        .transform(
            (kept, unknown) -> {
              if (unknown != null) {
                doubtful = all;
                return Future.succeededFuture();
              }
              if (kept) {
                return Future.succeededFuture();
              }
              doubtful = all.subList(0, all.size() - deltas.size());
              return Future.failedFuture(failure);
            });
  }

  private Future<Void> add(SqlSession session, String id, List<HourlyUsage> deltas) {
    List<Future<List<?>>> rows = new ArrayList<>();
    for (HourlyUsage delta : deltas) {
      long hour = hour(delta.hour());
      rows.add(
          session
              .query(OWN, List.of(delta.model(), hour, server), SqlUsageStore::counts)
              .map(kept -> parameters(sum(kept, delta.counts()), delta.model(), hour)));
    }
    return Future.all(rows)
        .compose(read -> session.executeAll(PUT, read.list()))
        .compose(put -> session.execute(PUT_BATCH, List.of(server, id)))
        .mapEmpty();
  }

  private static UsageCounts sum(List<UsageCounts> kept, UsageCounts more) {
    return kept.isEmpty() ? more : kept.get(0).merge(more);
  }

  private List<?> parameters(UsageCounts counts, String model, long hour) {
    return List.of(
        counts.requests(),
        counts.errors(),
        counts.disconnects(),
        counts.inputTokens(),
        counts.cachedInputTokens(),
        counts.outputTokens(),
        counts.reasoningTokens(),
        counts.cost().toPlainString(),
        counts.unpricedRequests(),
        counts.latency().toBytes(),
        counts.ttft().toBytes(),
        model,
        hour,
        server);
  }

  private static UsageCounts counts(SqlRow row) {
    return new UsageCounts(
        row.number(0),
        row.number(1),
        row.number(2),
        row.number(3),
        row.number(4),
        row.number(5),
        row.number(6),
        new BigDecimal(row.text(7)),
        row.number(8),
        LatencyHistogram.of(row.bytes(9)),
        LatencyHistogram.of(row.bytes(10)));
  }

  @Override
  public Future<Void> read(
      @Nullable String model, Instant from, Instant to, Consumer<HourlyUsage> rows) {
    List<Object> parameters = new ArrayList<>(List.of(hour(from), hour(to)));
    if (model != null) {
      parameters.add(model);
    }
    return settledForAll()
        .compose(
            settled ->
                database.read(
                    session ->
                        session.scan(
                            model == null ? READ : READ + " AND model = ?",
                            parameters,
                            row -> rows.accept(usage(row)))));
  }

  private static HourlyUsage usage(SqlRow row) {
    return new HourlyUsage(row.text(MODEL), instant(row.number(HOUR)), counts(row));
  }

  /** Several may read at once; one of them adds what is doubtful. */
  private synchronized Future<Void> settledForAll() {
    if (settling.isComplete()) {
      settling = add(List.of());
    }
    return settling;
  }

  @Override
  public Future<Void> forgetBefore(Instant hour) {
    return database
        .write(session -> session.execute("DELETE FROM usage WHERE hour < ?", List.of(hour(hour))))
        .mapEmpty();
  }

  private static long hour(Instant time) {
    return Duration.between(Instant.EPOCH, time).toHours();
  }

  private static Instant instant(long hour) {
    return Instant.EPOCH.plus(Duration.ofHours(hour));
  }
}
