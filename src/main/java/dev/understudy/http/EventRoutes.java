package dev.understudy.http;

import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ServerConfig;
import dev.understudy.feed.EventFilter;
import dev.understudy.feed.Feed;
import dev.understudy.feed.FeedMeter;
import dev.understudy.feed.RecentEvents;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.LogPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/events}: the change feed as server-sent events. Confined to one event loop. */
final class EventRoutes {

  /** After so long a client connects anew. */
  private static final String RETRY = "retry: 2000\n\n";

  private final Vertx vertx;
  private final Feed feed;
  private final FeedMeter meter;
  private final Supplier<RegistrySnapshot> snapshots;
  private final LongPolls polls;
  private final int patienceBeats;
  private final Map<HttpServerResponse, Watcher> open = new HashMap<>();
  private boolean isWaking;
  private boolean isStopped;

  EventRoutes(
      Vertx vertx,
      RegistryClient client,
      ServerConfig.Feed config,
      Supplier<RegistrySnapshot> snapshots,
      RecentEvents recent,
      FeedMeter meter) {
    this.vertx = vertx;
    this.feed = new Feed(vertx, client, recent, snapshots);
    this.meter = meter;
    this.snapshots = snapshots;
    this.polls = new LongPolls(vertx, meter);
    this.patienceBeats = Math.max(1, config.patienceSeconds() / config.heartbeatSeconds());
    client.onChange(write -> wakeSoon());
    vertx.setPeriodic(Duration.ofSeconds(config.heartbeatSeconds()).toMillis(), beat -> beat());
  }

  /** Those who wait for the next revision. */
  LongPolls polls() {
    return polls;
  }

  /** Once for all writes that are told in a turn of the event loop. */
  private void wakeSoon() {
    if (!isWaking) {
      isWaking = true;
      vertx.runOnContext(turnEnded -> wake());
    }
  }

  private void wake() {
    isWaking = false;
    List.copyOf(open.values()).forEach(Watcher::poke);
    polls.wake();
  }

  private void beat() {
    for (Watcher watcher : List.copyOf(open.values())) {
      if (!watcher.beat(patienceBeats)) {
        meter.drop();
        watcher.drop();
      }
    }
  }

  /** Ends all streams, and all waiting. */
  void stop() {
    isStopped = true;
    polls.stop();
    List.copyOf(open.values()).forEach(Watcher::end);
  }

  /** Streams what happens from now on, or from where the request says. */
  Future<Void> stream(RoutingContext context) {
    HttpServerRequest request = context.request();
    Query parameters = Query.of(request);
    EventFilter filter =
        EventFilter.of(
            parameters.all("type"),
            parameters.all("provider"),
            parameters.all("model"),
            parameters.all("tag"));
    LogPosition since = since(request, parameters);
    boolean withSnapshot = Boolean.TRUE.equals(parameters.bool("snapshot"));
    String epoch = parameters.text("epoch");
    parameters.refuseOthers();
    if (withSnapshot && since != null) {
      throw UnderstudyException.invalid("snapshot", true, "not together with since");
    }
    RegistrySnapshot now = snapshots.get();
    refuseOtherEpoch(epoch, now.epoch());
    LogPosition from = since == null ? feed.end() : since;
    // What is gone is refused before anything is sent.
    return feed.after(from).compose(kept -> opened(request, now, filter, from, withSnapshot));
  }

  /** The header is what a client sends that resumes, whatever its URL says. */
  private static @Nullable LogPosition since(HttpServerRequest request, Query parameters) {
    String parameter = parameters.text("since");
    String header = request.getHeader("last-event-id");
    if (header != null && !header.isBlank()) {
      return LogPosition.parse("last-event-id", header.strip());
    }
    return parameter == null ? null : LogPosition.parse("since", parameter);
  }

  private static void refuseOtherEpoch(@Nullable String asked, String epoch) {
    if (asked != null && !asked.equals(epoch)) {
      throw new UnderstudyException(
          ErrorCode.REVISION_COMPACTED,
          "epoch: %s (expected: %s; the log is another than it was: read the registry anew)"
              .formatted(asked, epoch),
          "epoch");
    }
  }

  private Future<Void> opened(
      HttpServerRequest request,
      RegistrySnapshot now,
      EventFilter filter,
      LogPosition from,
      boolean withSnapshot) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return Future.succeededFuture();
    }
    response
        .putHeader("content-type", "text/event-stream; charset=utf-8")
        .putHeader("cache-control", "no-cache")
        .putHeader("x-accel-buffering", "no")
        .putHeader("understudy-epoch", now.epoch());
    if (request.method().equals(HttpMethod.HEAD)) {
      return response.end();
    }
    if (isStopped) {
      return Future.failedFuture(
          new UnderstudyException(ErrorCode.UNAVAILABLE, "the server is stopping", null));
    }
    if (!meter.enter()) {
      return Future.failedFuture(tooMany(meter.most()));
    }
    response
        .setChunked(true)
        .endHandler(
            ended -> {
              meter.leave();
              open.remove(response);
            });
    response.write(RETRY);
    Map<String, Object> hello = new LinkedHashMap<>();
    hello.put("epoch", now.epoch());
    hello.put("revision", now.revision());
    response.write(SseFrames.frame("open", null, Json.bytes(hello)));
    Watcher watcher = new Watcher(request, feed, filter, from);
    open.put(response, watcher); // also while it is sent the snapshot, which it may not read
    if (!withSnapshot) {
      watcher.begin();
      return Future.succeededFuture();
    }
    watcher.beginAfter(now);
    return new SnapshotEvents(vertx, response, filter).send(now).onSuccess(sent -> watcher.begin());
  }

  static UnderstudyException tooMany(int most) {
    return new UnderstudyException(
        ErrorCode.OVERLOADED,
        "%d follow what changes already (expected: at most feed.watchers = %d; later it will do)"
            .formatted(most, most),
        null);
  }
}
