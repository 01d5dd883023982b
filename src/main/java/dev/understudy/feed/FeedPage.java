package dev.understudy.feed;

import dev.understudy.store.LogPosition;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened after a point, in order. Safe on any thread. */
public final class FeedPage {

  private final List<FeedEvent> events;
  private final LogPosition next;
  private final boolean hasMore;
  private volatile @Nullable Buffer frames;

  /**
   * A page.
   *
   * @param events some of what happened, from the first on
   * @param next where the next page starts
   * @param hasMore whether there was more then
   */
  FeedPage(List<FeedEvent> events, LogPosition next, boolean hasMore) {
    this.events = List.copyOf(events);
    this.next = next;
    this.hasMore = hasMore;
  }

  /** Some of what happened, from the first on. */
  public List<FeedEvent> events() {
    return events;
  }

  /** Where the next page starts. */
  public LogPosition next() {
    return next;
  }

  /** Whether there was more then. */
  public boolean hasMore() {
    return hasMore;
  }

  /**
   * All of them as server-sent events, put together once for all who want it; not to be changed.
   */
  public Buffer frames() {
    Buffer known = frames;
    if (known == null) {
      Buffer together = Buffer.buffer();
      events.forEach(event -> together.appendBuffer(event.frame()));
      known = together;
      frames = known;
    }
    return known;
  }
}
