package dev.understudy.usage;

import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which ids of models that nobody registered count for themselves: the first {@value #MOST_AN_HOUR}
 * of an hour. Of hours with {@value #MOST} ids together the oldest are forgotten; from then on no
 * further id of those hours counts for itself, so that the bounds hold whatever is sent. Confined
 * by its owner.
 */
final class MadeUpIds {

  static final int MOST_AN_HOUR = 1_000;
  static final int MOST = 50_000;

  private final NavigableMap<Long, Set<String>> byHour = new TreeMap<>();
  private int ids;
  private long firstHour = Long.MIN_VALUE;

  /** Whether the id counts for itself in that hour. */
  boolean admit(long hour, String id) {
    if (hour < firstHour) {
      return false;
    }
    Set<String> known = byHour.computeIfAbsent(hour, h -> new HashSet<>());
    if (known.contains(id)) {
      return true;
    }
    if (known.size() >= MOST_AN_HOUR) {
      return false;
    }
    known.add(id);
    ids++;
    while (ids > MOST) {
      forget(byHour.firstEntry());
    }
    return hour >= firstHour;
  }

  private void forget(Map.Entry<Long, Set<String>> oldest) {
    byHour.remove(oldest.getKey());
    ids -= oldest.getValue().size();
    firstHour = oldest.getKey() + 1;
  }
}
