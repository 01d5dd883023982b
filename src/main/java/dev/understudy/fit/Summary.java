package dev.understudy.fit;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a file says of a latency where it does not have every duration. Immutable.
 *
 * @param count how many durations were measured; 0 when not said
 * @param mean in seconds; null when not said
 * @param std standard deviation in seconds; null when not said
 * @param percentiles seconds by share, from 0 (the shortest) to 1 (the longest)
 */
public record Summary(
    long count,
    @Nullable Double mean,
    @Nullable Double std,
    NavigableMap<Double, Double> percentiles)
    implements Measured {

  /** Copies the map. */
  public Summary {
    percentiles = Collections.unmodifiableNavigableMap(new TreeMap<>(percentiles));
  }

  /** True when there is nothing to fit. */
  boolean isEmpty() {
    return mean == null && !percentiles.containsKey(0.5);
  }
}
