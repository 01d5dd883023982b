package dev.understudy.usage;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts what models are used for, by model and hour, and hands it to a store from time to time.
 * What is read is what is stored and what is not stored yet, of one moment: nothing is missing and
 * nothing counted twice, whatever is being saved.
 *
 * <p>{@link #count} is for event loops: it takes 0.2 to 0.8 microseconds and waits for nothing but
 * other threads that count. The rest works for milliseconds; call it elsewhere.
 *
 * <p>Registered models count under their ids. Models that a request made up (tuned, auto-created)
 * do for the first {@value MadeUpIds#MOST_AN_HOUR} ids of an hour; further ones count together as
 * {@value #OTHER}. So do models beyond {@value #MOST_CELLS} that are used between two savings, at 1
 * to 5 kB each, and those beyond {@value #MOST_UNSAVED} rows while a store fails.
 */
public final class UsageLedger {

  /** The id under which those count that have no count of their own. */
  public static final String OTHER = "(other)";

  static final int MOST_CELLS = 4_096;
  static final int MOST_UNSAVED = 20_000;

  /** Clocks differ. */
  private static final Duration LATEST = Duration.ofMinutes(5);

  private static final long HOUR_SECONDS = 3_600;

  /** Compared at each request, for which what a record brings along took a microsecond. */
  private record Key(long hour, String model) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && hour == key.hour && model.equals(key.model);
    }

    @Override
    public int hashCode() {
      return 31 * Long.hashCode(hour) + model.hashCode();
    }

    Instant start() {
      return Instant.ofEpochSecond(hour * HOUR_SECONDS);
    }
  }

  private final UsageStore store;
  private final Clock clock;
  private final Duration retention;
  private final StoreTurns turns = new StoreTurns();

  // Guarded by this.
  private final MadeUpIds madeUp = new MadeUpIds();
  private Map<Key, UsageSum> counting = new HashMap<>();

  // Guarded by itself; only grows while others read, is only emptied by a writer.
  private final Map<Key, UsageCounts> unsaved = new HashMap<>();

  // Touched by writers alone, one after the other.
  private Instant forgotten = Instant.MIN;

  /**
   * A ledger that has counted nothing.
   *
   * @param clock says in which hour requests end
   * @param retention for how long counts are kept, from an hour
   */
  public UsageLedger(UsageStore store, Clock clock, Duration retention) {
    this.store = store;
    this.clock = clock;
    this.retention = retention;
  }

  /** Counts a request to a model. Any thread. */
  public void count(ModelDefinition model, RequestUsage request) {
    Instant at = request.at();
    count(model, request, at == null ? clock.instant() : at);
  }

  private void count(ModelDefinition model, RequestUsage request, Instant at) {
    long hour = Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS);
    synchronized (this) {
      cell(model, hour).count(request, model.pricing());
    }
  }

  private UsageSum cell(ModelDefinition model, long hour) {
    Key own = new Key(hour, model.id());
    UsageSum known = counting.get(own);
    if (known != null) {
      return known;
    }
    boolean fits =
        counting.size() < MOST_CELLS && (!model.isMadeUp() || madeUp.admit(hour, model.id()));
    return counting.computeIfAbsent(
        fits ? own : new Key(hour, OTHER), key -> new UsageSum(key.start()));
  }

  /**
   * Counts a request that somebody else tells of. Any thread.
   *
   * @throws UnderstudyException INVALID_REQUEST when it is of the future, or too long ago
   */
  public void record(ModelDefinition model, RequestUsage request) {
    Instant now = clock.instant();
    Instant at = Objects.requireNonNullElse(request.at(), now);
    Instant first = now.minus(retention);
    Instant last = now.plus(LATEST);
    if (at.isBefore(first) || at.isAfter(last)) {
      throw UnderstudyException.invalid("at", at, "a time from " + first + " to " + last);
    }
    count(model, request, at);
  }

  /**
   * Hands what was counted to the store, after what was asked before.
   *
   * @return fails when the store does; what was counted is kept then, for the next time
   */
  public Future<Void> flush() {
    return turns.write(this::save);
  }

  private Future<Void> save() {
    List<HourlyUsage> deltas = pending(null, Instant.MIN, Instant.MAX);
    return store.add(deltas).onSuccess(added -> saved()).compose(added -> forget());
  }

  private void saved() {
    synchronized (unsaved) {
      unsaved.clear();
    }
  }

  private Future<Void> forget() {
    Instant before = clock.instant().minus(retention).truncatedTo(ChronoUnit.HOURS);
    return before.equals(forgotten)
        ? Future.succeededFuture()
        : store.forgetBefore(before).onSuccess(done -> forgotten = before);
  }

  /** What is counted and not saved, of a time; to be called in turn. */
  private List<HourlyUsage> pending(@Nullable String model, Instant from, Instant to) {
    Map<Key, UsageSum> counted;
    List<HourlyUsage> pending = new ArrayList<>();
    synchronized (unsaved) {
      synchronized (this) {
        counted = counting;
        counting = new HashMap<>();
      }
      counted.forEach((key, sum) -> keep(key, sum.toCounts()));
      unsaved.forEach(
          (key, counts) -> {
            Instant hour = key.start();
            if ((model == null || model.equals(key.model()))
                && !hour.isBefore(from)
                && hour.isBefore(to)) {
              pending.add(new HourlyUsage(key.model(), hour, counts));
            }
          });
    }
    return pending;
  }

  private void keep(Key key, UsageCounts counts) {
    boolean fits = unsaved.size() < MOST_UNSAVED || unsaved.containsKey(key);
    unsaved.merge(fits ? key : new Key(key.hour(), OTHER), counts, UsageCounts::merge);
  }

  /**
   * What a model was used for.
   *
   * @param model its id, or {@link #OTHER}; null for all models together
   * @return fails with INVALID_REQUEST when the span cannot be told, and when the store does
   */
  public Future<UsageReport> usage(@Nullable String model, UsageSpan span) {
    UsageSpan.Hours hours = span.at(clock.instant());
    return turns.read(
        () -> {
          Readings.Periods periods = new Readings.Periods(hours);
          pending(model, hours.from(), hours.to()).forEach(periods::add);
          return store
              .read(model, hours.from(), hours.to(), periods::add)
              .map(read -> periods.report(model));
        });
  }

  /**
   * The models that were used most.
   *
   * @param span its step does not matter
   * @param limit how many, 1 to {@link TopModels#MAX_LIMIT}
   * @return fails as {@link #usage} does, and when there are too many models to be ranked
   */
  public Future<TopModels> top(TopModels.By by, UsageSpan span, int limit) {
    if (limit < 1 || limit > TopModels.MAX_LIMIT) {
      throw UnderstudyException.invalid(
          "limit", limit, "a whole number from 1 to " + TopModels.MAX_LIMIT);
    }
    UsageSpan.Hours hours = new UsageSpan(span.from(), span.to(), 0).at(clock.instant());
    return turns.read(
        () -> {
          Readings.Models models = new Readings.Models();
          pending(null, hours.from(), hours.to()).forEach(models::add);
          return store
              .read(null, hours.from(), hours.to(), models::add)
              .map(read -> new TopModels(hours.from(), hours.to(), models.top(by, limit)));
        });
  }
}
