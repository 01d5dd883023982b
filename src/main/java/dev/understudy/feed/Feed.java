package dev.understudy.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.understudy.bus.RegistryClient;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.EventPage;
import dev.understudy.store.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happened, page by page. Those who are at the same point share a page, which is read and
 * encoded once. Confined to one event loop.
 */
public final class Feed {

  private static final int PAGE = 50;

  /** A page of more is encoded off the event loop. */
  private static final int MANY = 16;

  private static final int KEPT_PAGES = 64;
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final RegistryClient client;
  private final RecentEvents recent;
  private final Supplier<RegistrySnapshot> snapshots;
  private final Cache<LogPosition, Future<FeedPage>> pages =
      Caffeine.newBuilder().maximumSize(KEPT_PAGES).expireAfterWrite(KEPT).build();

  /** The feed of the registry of these snapshots, for the calling event loop. */
  public Feed(
      Vertx vertx,
      RegistryClient client,
      RecentEvents recent,
      Supplier<RegistrySnapshot> snapshots) {
    this.vertx = vertx;
    this.client = client;
    this.recent = recent;
    this.snapshots = snapshots;
  }

  /** After all that has happened. */
  public LogPosition end() {
    return LogPosition.endOf(snapshots.get().revision().number());
  }

  /**
   * What happened after a point.
   *
   * @return fails with REVISION_COMPACTED when not all of it is kept
   */
  public Future<FeedPage> after(LogPosition position) {
    LogPosition end = end();
    if (position.equals(end)) {
      return Future.succeededFuture(new FeedPage(List.of(), position, false));
    }
    Future<FeedPage> known = pages.getIfPresent(position);
    if (known != null) {
      return known;
    }
    FeedPage page = recent.after(position, end.revision());
    if (page != null && page.events().isEmpty()) {
      return Future.succeededFuture(page); // there may be some soon
    }
    Future<FeedPage> read = page == null ? read(position) : Future.succeededFuture(page);
    pages.put(position, read);
    read.onFailure(failure -> pages.invalidate(position));
    return read;
  }

  /** Whether there is more than a page, which others may have read some time ago. */
  public boolean goesOnAfter(FeedPage page) {
    return page.hasMore() || page.next().revision() < end().revision();
  }

  private Future<FeedPage> read(LogPosition position) {
    return client
        .events(position, PAGE)
        .compose(
            page ->
                page.events().size() <= MANY
                    ? Future.succeededFuture(encoded(page))
                    : vertx.executeBlocking(() -> encoded(page), false))
        .onSuccess(
            page -> {
              if (page.events().isEmpty()) {
                pages.invalidate(position); // there may be some soon
              }
            });
  }

  private static FeedPage encoded(EventPage page) {
    List<FeedEvent> events = page.events().stream().map(FeedEvent::new).toList();
    FeedPage encoded = new FeedPage(events, page.next(), page.hasMore());
    encoded.frames();
    return encoded;
  }
}
