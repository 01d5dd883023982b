package dev.understudy.feed;

import dev.understudy.bus.RegistryEvent;
import dev.understudy.store.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of the last revisions, so that those who follow closely need not ask the log. Safe on
 * any thread; one adds.
 */
public final class RecentEvents {

  static final int MOST_REVISIONS = 256;

  /** Revisions of more are read from the log, page by page. */
  static final int MOST_EVENTS = 16;

  private final ConcurrentNavigableMap<Long, List<FeedEvent>> byRevision =
      new ConcurrentSkipListMap<>();

  /** Adds the next revision. */
  public void add(RegistryEvent write) {
    if (write.events().size() <= MOST_EVENTS) {
      byRevision.put(
          write.revision().number(), write.logged().stream().map(FeedEvent::new).toList());
    }
    byRevision.headMap(write.revision().number() - MOST_REVISIONS, true).clear();
  }

  /**
   * What follows on a point.
   *
   * @param last the last revision that is wanted
   * @return null where the next is not there
   */
  @Nullable FeedPage after(LogPosition position, long last) {
    long first = position.revision() + (position.isEnd() ? 1 : 0);
    List<FeedEvent> events = new ArrayList<>();
    long revision = first;
    while (revision <= last && events.size() <= MOST_EVENTS) {
      List<FeedEvent> next = byRevision.get(revision);
      if (next == null) {
        break;
      }
      for (FeedEvent event : next) {
        if (revision > position.revision() || event.event().index() > position.position()) {
          events.add(event);
        }
      }
      revision++;
    }
    return revision == first
        ? null
        : new FeedPage(events, LogPosition.endOf(revision - 1), revision <= last);
  }
}
