package dev.understudy.webhook;

import dev.understudy.feed.EventFilter;
import dev.understudy.store.LogPosition;
import dev.understudy.store.LoggedEvent;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Those events of one revision that a webhook wants; only the first is held. For one thread. */
final class Collected {

  private final EventFilter filter;
  private final @Nullable LogPosition to;
  private final Map<String, Integer> types = new TreeMap<>();
  private @Nullable LoggedEvent first;
  private LogPosition last = LogPosition.START;
  private int count;

  /**
   * Nothing yet.
   *
   * @param to the last event to look at; null for all
   */
  Collected(EventFilter filter, @Nullable LogPosition to) {
    this.filter = filter;
    this.to = to;
  }

  /** Looks at the next event; false when it is beyond what is collected. */
  boolean offer(LoggedEvent logged) {
    LoggedEvent begun = first;
    boolean isBeyond =
        (to != null && logged.position().isAfter(to))
            || (begun != null && !begun.revision().equals(logged.revision()));
    if (!isBeyond && filter.takes(logged.event())) {
      first = begun == null ? logged : begun;
      last = logged.position();
      count++;
      types.merge(logged.event().type().jsonName(), 1, Integer::sum);
    }
    return !isBeyond;
  }

  @Nullable LoggedEvent first() {
    return first;
  }

  LogPosition last() {
    return last;
  }

  int count() {
    return count;
  }

  /** How many of each type. */
  Map<String, Integer> types() {
    return types;
  }
}
