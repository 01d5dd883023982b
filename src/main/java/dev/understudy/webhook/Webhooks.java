package dev.understudy.webhook;

import dev.understudy.bus.Webhook;
import dev.understudy.bus.WebhookAttempts;
import dev.understudy.bus.WebhookClient;
import dev.understudy.bus.WebhookEdit;
import dev.understudy.bus.WebhookList;
import dev.understudy.feed.Feed;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.LogPosition;
import dev.understudy.store.StoredWebhook;
import dev.understudy.store.WebhookAttempt;
import dev.understudy.store.WebhookProgress;
import dev.understudy.store.WebhookReplay;
import dev.understudy.store.WebhookState;
import dev.understudy.store.WebhookTarget;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All webhooks, and what can be done with them. Confined to one event loop. */
public final class Webhooks {

  private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
  private static final int ID_BYTES = 8;
  private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

  private final Lane.Shared shared;
  private final Feed feed;
  private final Supplier<RegistrySnapshot> snapshots;
  private final int most;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();

  /** How many are being made. */
  private int coming;

  Webhooks(
      Lane.Shared shared,
      Feed feed,
      Supplier<RegistrySnapshot> snapshots,
      int most,
      List<StoredWebhook> kept) {
    this.shared = shared;
    this.feed = feed;
    this.snapshots = snapshots;
    this.most = most;
    kept.stream()
        .sorted(Comparator.comparing(each -> each.endpoint().created()))
        .forEach(each -> lanes.put(each.id(), new Lane(shared, each)));
    for (StoredWebhook each : kept) {
      if (!shared.secrets().canOpen(each)) {
        LOG.error("webhook {}: {}", each.id(), Secrets.LOCKED);
      }
    }
  }

  /** Something may have happened. */
  public void wake() {
    lanes.values().forEach(Lane::wake);
  }

  /** Begins nothing more; completes when it is kept what is under way, or that takes too long. */
  public Future<Void> stop() {
    return Future.join(lanes.values().stream().map(Lane::stop).toList())
        .timeout(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)
        .<Void>mapEmpty()
        .otherwiseEmpty()
        .onComplete(stopped -> lanes.values().forEach(Lane::end));
  }

  /** See {@link WebhookClient#create}. */
  public Future<Webhook> create(WebhookEdit edit, @Nullable LogPosition since) {
    WebhookTarget target = Edits.target(edit);
    LogPosition start = since == null ? feed.end() : since;
    if (start.revision() > feed.end().revision()) {
      throw UnderstudyException.invalid(
          "since", start, "at most revision " + feed.end().revision());
    }
    if (lanes.size() + coming >= most) {
      throw new UnderstudyException(
          ErrorCode.CONFLICT,
          "there are %d webhooks (expected: at most %d, as webhooks.endpoints says)"
              .formatted(lanes.size() + coming, most),
          null);
    }
    String id = "wh_" + random();
    WebhookSecret secret = shared.secrets().next();
    StoredWebhook.Endpoint endpoint =
        new StoredWebhook.Endpoint(
            target,
            WebhookState.ACTIVE,
            null,
            shared.clock().instant(),
            shared.secrets().seal(id, secret),
            null,
            null);
    String epoch = snapshots.get().epoch();
    StoredWebhook made = new StoredWebhook(id, endpoint, WebhookProgress.from(epoch, start));
    coming++;
    return feed.after(start) // what is gone is refused
        .compose(kept -> shared.shelf().put(Lane.Change.of(made)))
        .onComplete(done -> coming--)
        .map(
            kept -> {
              Lane lane = new Lane(shared, made);
              lanes.put(id, lane);
              lane.wake();
              return shown(lane, secret.text());
            });
  }

  private String random() {
    byte[] bytes = new byte[ID_BYTES];
    SecureRandom random = shared.secrets().random();
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** See {@link WebhookClient#list}. */
  public WebhookList list() {
    return new WebhookList(lanes.values().stream().map(lane -> shown(lane, null)).toList());
  }

  /** See {@link WebhookClient#get}. */
  public Webhook get(String id) {
    return shown(lane(id), null);
  }

  /** See {@link WebhookClient#update}. */
  public Future<Webhook> update(String id, WebhookEdit edit) {
    Lane lane = lane(id);
    return edit(
        lane,
        now -> {
          WebhookProgress progress = now.progress();
          // What the filter so far has passed over stays passed over.
          WebhookProgress read = progress.at(progress.epoch(), lane.readTo());
          return now.with(Edits.target(now.endpoint().target(), edit))
              .with(edit.url() == null ? read : read.afresh());
        });
  }

  /** See {@link WebhookClient#delete}. */
  public Future<Webhook> delete(String id) {
    Lane lane = lane(id);
    return lane.remove()
        .map(
            gone -> {
              lanes.remove(id);
              return shown(lane, null);
            });
  }

  /** See {@link WebhookClient#test}. */
  public Future<WebhookAttempt> test(String id) {
    Lane lane = openable(id);
    Instant now = shared.clock().instant();
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("webhook", id);
    data.put("at", now);
    String type = "webhook.test";
    String message = "msg_" + id + "_test_" + random();
    return lane.test(new Message(message, type, Outbox.body(type, now, data), same -> same, null));
  }

  /** See {@link WebhookClient#rotate}. */
  public Future<Webhook> rotate(String id, long overlapSeconds) {
    long longest = WebhookClient.LONGEST_OVERLAP.toSeconds();
    if (overlapSeconds < 0 || overlapSeconds > longest) {
      throw UnderstudyException.invalid(
          "overlap_seconds", overlapSeconds, "a whole number from 0 to " + longest);
    }
    Lane lane = lane(id);
    WebhookSecret secret = shared.secrets().next();
    String sealed = shared.secrets().seal(id, secret);
    Instant until = shared.clock().instant().plusSeconds(overlapSeconds);
    return lane.edit(
            now ->
                overlapSeconds > 0 && shared.secrets().canOpen(now)
                    ? now.with(sealed, now.endpoint().secret(), until)
                    : now.with(sealed, null, null))
        .map(done -> shown(lane, secret.text()));
  }

  /** See {@link WebhookClient#pause}. */
  public Future<Webhook> pause(String id) {
    return edit(
        lane(id),
        now ->
            now.endpoint().state() == WebhookState.DISABLED
                ? now
                : now.with(WebhookState.PAUSED, null));
  }

  /** See {@link WebhookClient#resume}. */
  public Future<Webhook> resume(String id) {
    return edit(
        openable(id), now -> now.with(WebhookState.ACTIVE, null).with(now.progress().afresh()));
  }

  private Future<Webhook> edit(Lane lane, UnaryOperator<StoredWebhook> edit) {
    return lane.edit(edit).map(done -> shown(lane, null));
  }

  /** See {@link WebhookClient#attempts}. */
  public Future<WebhookAttempts> attempts(String id, long before, int limit) {
    lane(id);
    if (limit < 1 || limit > WebhookClient.MAX_LIMIT) {
      throw UnderstudyException.invalid(
          "limit", limit, "a whole number from 1 to " + WebhookClient.MAX_LIMIT);
    }
    return shared
        .shelf()
        .attempts(id, before, limit + 1)
        .map(
            found -> {
              boolean hasMore = found.size() > limit;
              return new WebhookAttempts(hasMore ? found.subList(0, limit) : found, hasMore);
            });
  }

  /** See {@link WebhookClient#replay}. */
  public Future<Webhook> replay(String id, LogPosition from, LogPosition to) {
    Lane lane = lane(id);
    LogPosition end = feed.end();
    if (from.revision() < 1 || from.revision() > end.revision()) {
      throw UnderstudyException.invalid(
          from.equals(to) ? "event" : "from", from, "an event of revisions 1 to " + end);
    }
    LogPosition before =
        from.isEnd() || from.position() == 0
            ? LogPosition.endOf(from.revision() - 1)
            : new LogPosition(from.revision(), from.position() - 1);
    if (!to.isAfter(before) || to.revision() > end.revision()) {
      throw UnderstudyException.invalid("to", to, "an event from " + from + " to " + end);
    }
    return feed.after(before)
        .compose(
            page -> {
              boolean isOne = from.equals(to) && !from.isEnd();
              if (isOne
                  && (page.events().isEmpty() || !page.events().get(0).position().equals(from))) {
                throw new UnderstudyException(
                    ErrorCode.NOT_FOUND, "event: %s is not there".formatted(from), "event");
              }
              return edit(lane, now -> replayed(now, new WebhookReplay(before, to)));
            });
  }

  private static StoredWebhook replayed(StoredWebhook now, WebhookReplay replay) {
    WebhookReplay running = now.progress().replay();
    if (running != null) {
      throw new UnderstudyException(
          ErrorCode.CONFLICT,
          "webhook %s is being told again what happened after %s up to %s (expected: one replay at a time)"
              .formatted(now.id(), running.cursor(), running.to()),
          null);
    }
    return now.with(now.progress().with(replay));
  }

  private Lane openable(String id) {
    Lane lane = lane(id);
    if (!shared.secrets().canOpen(lane.webhook())) {
      throw new UnderstudyException(ErrorCode.CONFLICT, Secrets.LOCKED, null);
    }
    return lane;
  }

  private Lane lane(String id) {
    Lane lane = lanes.get(id);
    if (lane == null) {
      throw new UnderstudyException(
          ErrorCode.NOT_FOUND, "webhook: " + id + " (expected: one of /v1/webhooks)", "id");
    }
    return lane;
  }

  private Webhook shown(Lane lane, @Nullable String secret) {
    StoredWebhook webhook = lane.webhook();
    StoredWebhook.Endpoint endpoint = webhook.endpoint();
    WebhookProgress progress = webhook.progress();
    boolean isLocked = !shared.secrets().canOpen(webhook);
    Instant until = endpoint.oldSecretUntil();
    return new Webhook(
        webhook.id(),
        endpoint.target(),
        isLocked ? WebhookState.DISABLED : endpoint.state(),
        isLocked ? Secrets.LOCKED : endpoint.reason(),
        endpoint.created(),
        lane.readTo(),
        progress.replay(),
        progress.attempts(),
        progress.failingSince(),
        progress.nextAttempt(),
        until != null && shared.clock().instant().isBefore(until) ? until : null,
        secret);
  }
}
