package dev.understudy.webhook;

import dev.understudy.bus.RegistryClient;
import dev.understudy.feed.EventBody;
import dev.understudy.feed.EventFilter;
import dev.understudy.feed.Feed;
import dev.understudy.feed.FeedEvent;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.LogPosition;
import dev.understudy.store.LoggedEvent;
import dev.understudy.store.StoredWebhook;
import dev.understudy.store.WebhookProgress;
import dev.understudy.store.WebhookReplay;
import dev.understudy.store.WebhookTarget;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is to be told next, as the log has it. The same place in the log gives the same
 * message, with the same id, however often it is read. Confined to one event loop.
 */
final class Outbox {

  /** More events of one revision are told by one message. */
  static final int MOST_MESSAGES = 20;

  private final Feed feed;
  private final RegistryClient client;
  private final Supplier<RegistrySnapshot> snapshots;
  private final Clock clock;

  Outbox(Feed feed, RegistryClient client, Supplier<RegistrySnapshot> snapshots, Clock clock) {
    this.feed = feed;
    this.client = client;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /**
   * What there is.
   *
   * @param message null for nothing
   * @param readTo up to where there is nothing else
   */
  record Next(@Nullable Message message, LogPosition readTo) {}

  static EventFilter filter(WebhookTarget target) {
    return EventFilter.of(target.types(), target.providers(), target.models(), target.tags());
  }

  /**
   * The next message, if there is one.
   *
   * @param readTo from where on to look for what is new
   */
  Future<Next> next(StoredWebhook webhook, LogPosition readTo) {
    WebhookProgress progress = webhook.progress();
    String epoch = snapshots.get().epoch();
    if (!epoch.equals(progress.epoch())) {
      String reason = "the log is another than it was, of epoch " + progress.epoch();
      return Future.succeededFuture(reset(webhook, epoch, feed.end(), reason));
    }
    WebhookReplay replay = progress.replay();
    LogPosition from = replay == null ? readTo : replay.cursor();
    LogPosition to = replay == null ? null : replay.to();
    if (from.revision() > feed.end().revision()) {
      String reason = "the log is another than it was, and has no revision " + from.revision();
      return Future.succeededFuture(reset(webhook, epoch, feed.end(), reason));
    }
    return read(webhook, new Collected(filter(webhook.endpoint().target()), to), from)
        .recover(failure -> lost(webhook, epoch, from, failure));
  }

  private Future<Next> read(StoredWebhook webhook, Collected collected, LogPosition from) {
    return feed.after(from)
        .compose(
            page -> {
              for (FeedEvent event : page.events()) {
                if (!collected.offer(event.logged())) {
                  return Future.succeededFuture(next(webhook, collected, from));
                }
              }
              return feed.goesOnAfter(page)
                  ? read(webhook, collected, page.next())
                  : Future.succeededFuture(next(webhook, collected, page.next()));
            });
  }

  private Next next(StoredWebhook webhook, Collected collected, LogPosition readTo) {
    LoggedEvent first = collected.first();
    if (first == null) {
      return new Next(null, readTo);
    }
    boolean isOne = collected.count() <= MOST_MESSAGES;
    return new Next(isOne ? one(webhook, first) : many(webhook, first, collected), readTo);
  }

  private static Message one(StoredWebhook webhook, LoggedEvent logged) {
    LogPosition position = logged.position();
    String type = logged.event().type().jsonName();
    String number = position.revision() + "_" + position.position();
    Buffer body = body(type, logged.at(), EventBody.of(logged));
    return new Message(id(webhook, number), type, body, told(webhook, position), null);
  }

  private static Message many(StoredWebhook webhook, LoggedEvent first, Collected all) {
    long revision = first.revision().number();
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("revision", revision);
    data.put("at", first.at());
    data.put("cause", first.cause());
    data.put("events", all.count());
    data.put("types", all.types());
    data.put("first", first.position().toString());
    data.put("last", all.last().toString());
    data.put("changes", "/v1/changes?since=" + (revision - 1));
    String type = "registry.changed";
    return new Message(
        id(webhook, Long.toString(revision)),
        type,
        body(type, first.at(), data),
        told(webhook, LogPosition.endOf(revision)),
        null);
  }

  /** An event keeps its id when it is told once more; a new log numbers from anew. */
  private static String id(StoredWebhook webhook, String number) {
    return "msg_" + webhook.id() + "_" + webhook.progress().epoch() + "_" + number;
  }

  private static UnaryOperator<WebhookProgress> told(StoredWebhook webhook, LogPosition position) {
    WebhookReplay replay = webhook.progress().replay();
    return replay == null
        ? progress -> progress.at(progress.epoch(), position)
        : progress -> progress.with(new WebhookReplay(position, replay.to()));
  }

  static Buffer body(String type, Instant time, Map<String, @Nullable Object> data) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type);
    body.put("timestamp", time);
    body.put("data", data);
    return Buffer.buffer(Json.bytes(body));
  }

  private Future<Next> lost(
      StoredWebhook webhook, String epoch, LogPosition from, Throwable failure) {
    UnderstudyException known = UnderstudyException.known(failure);
    if (known.code() != ErrorCode.REVISION_COMPACTED) {
      return Future.failedFuture(failure);
    }
    String reason = "what came after " + from + " is no longer kept";
    return client
        .keptFrom()
        .map(kept -> reset(webhook, epoch, LogPosition.endOf(kept.number()), reason));
  }

  /** Nothing is skipped in silence: who is told this reads the registry anew. */
  private Next reset(StoredWebhook webhook, String epoch, LogPosition kept, String reason) {
    WebhookProgress progress = webhook.progress();
    WebhookReplay replay = progress.replay();
    LogPosition after =
        replay == null || !epoch.equals(progress.epoch()) ? progress.cursor() : replay.cursor();
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("reason", reason);
    data.put("told_up_to", after.toString());
    data.put("epoch", epoch);
    data.put("revision", kept.revision());
    String type = "feed.reset";
    String id = "msg_%s_%s_reset_%s".formatted(webhook.id(), epoch, kept);
    UnaryOperator<WebhookProgress> done =
        replay != null && epoch.equals(progress.epoch())
            ? before -> before.with(new WebhookReplay(kept, replay.to()))
            : before -> before.with((WebhookReplay) null).at(epoch, kept);
    Buffer body = body(type, clock.instant(), data);
    return new Next(new Message(id, type, body, done, Objects.requireNonNull(reason)), after);
  }
}
