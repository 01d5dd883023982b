package dev.understudy.usage;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps counts in memory, for a server that keeps nothing over a restart: at most {@value
 * #MOST_ROWS} rows of a model and hour, of 0.5 to 5 kB each. Then the oldest hours are forgotten;
 * within a single hour, further models count as {@link UsageLedger#OTHER}. Safe on any thread.
 */
public final class MemoryUsageStore implements UsageStore {

  static final int MOST_ROWS = 50_000;

  private final NavigableMap<Instant, Map<String, UsageCounts>> byHour = new TreeMap<>();
  private int rows;

  @Override
  public synchronized Future<Void> add(List<HourlyUsage> deltas) {
    deltas.forEach(this::add);
    return Future.succeededFuture();
  }

  private void add(HourlyUsage delta) {
    Map<String, UsageCounts> hour = byHour.computeIfAbsent(delta.hour(), h -> new HashMap<>());
    boolean fits = hour.size() < MOST_ROWS - 1 || hour.containsKey(delta.model());
    int before = hour.size();
    hour.merge(fits ? delta.model() : UsageLedger.OTHER, delta.counts(), UsageCounts::merge);
    rows += hour.size() - before;
    while (rows > MOST_ROWS) {
      rows -= byHour.pollFirstEntry().getValue().size();
    }
  }

  @Override
  public synchronized Future<Void> read(
      @Nullable String model, Instant from, Instant to, Consumer<HourlyUsage> taker) {
    byHour
        .subMap(from, to)
        .forEach(
            (hour, models) -> {
              if (model == null) {
                models.forEach((id, counts) -> taker.accept(new HourlyUsage(id, hour, counts)));
              } else if (models.containsKey(model)) {
                taker.accept(new HourlyUsage(model, hour, models.get(model)));
              }
            });
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> forgetBefore(Instant hour) {
    Map<Instant, Map<String, UsageCounts>> old = byHour.headMap(hour, false);
    old.values().forEach(models -> rows -= models.size());
    old.clear();
    return Future.succeededFuture();
  }
}
