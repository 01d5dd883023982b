package dev.understudy.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To how many requests of a key and a model each fault has happened that happens to the first ones
 * only. The counts used last are kept, as many as the bound says; who was forgotten is counted from
 * 0 again. Safe on any thread.
 */
final class FaultCounts {

  private record Key(String apiKey, String model, String fault) {}

  private final int most;
  private final Map<Key, Integer> counts = new LinkedHashMap<>(16, 0.75f, true);

  FaultCounts(int most) {
    this.most = most;
  }

  /** Counts one more request; false when as many as that have had it. */
  synchronized boolean take(String apiKey, String model, String fault, int first) {
    Key key = new Key(apiKey, model, fault);
    int before = counts.getOrDefault(key, 0);
    if (before >= first) {
      return false;
    }
    counts.put(key, before + 1);
    if (counts.size() > most) {
      counts.remove(counts.keySet().iterator().next());
    }
    return true;
  }

  /**
   * Forgets counts.
   *
   * @param apiKey of this key only; null for all
   * @param model of this model only; null for all
   * @return how many were forgotten
   */
  synchronized int reset(@Nullable String apiKey, @Nullable String model) {
    int before = counts.size();
    counts
        .keySet()
        .removeIf(
            key ->
                (apiKey == null || key.apiKey().equals(apiKey))
                    && (model == null || key.model().equals(model)));
    return before - counts.size();
  }
}
