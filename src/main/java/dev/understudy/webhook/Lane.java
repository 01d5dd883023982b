package dev.understudy.webhook;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.store.LogPosition;
import dev.understudy.store.StoredWebhook;
import dev.understudy.store.WebhookAttempt;
import dev.understudy.store.WebhookProgress;
import dev.understudy.store.WebhookReplay;
import dev.understudy.store.WebhookState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One webhook: its messages go out one at a time, in order, and the next one only when it is kept
 * what became of the one before. Confined to one event loop.
 */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** So far a cursor may be behind what was read and not wanted, before it is kept. */
  private static final int LAZY_REVISIONS = 256;

  private static final Duration STORE_RETRY = Duration.ofSeconds(1);
  private static final long LONGEST_TIMER_MILLIS = Duration.ofHours(1).toMillis();

  /**
   * What all lanes share.
   *
   * @param outbox what there is to tell
   * @param sender sends it
   * @param turns bounds how many do at once
   * @param outcomes says what follows from an answer
   * @param secrets opens what signs
   * @param shelf keeps webhooks
   * @param meter counts what becomes of them
   * @param clock of dates
   */
  record Shared(
      Vertx vertx,
      Outbox outbox,
      Sender sender,
      Turns turns,
      Outcomes outcomes,
      Secrets secrets,
      Shelf shelf,
      WebhookMeter meter,
      Clock clock) {}

  private final Shared shared;
  private StoredWebhook webhook;
  private LogPosition readTo;
  private @Nullable Message pending;
  private Future<?> lastWrite = Future.succeededFuture();
  private Future<?> step = Future.succeededFuture();
  private int edits;
  private boolean isBusy;
  private boolean isAsked;
  private boolean isBehind;
  private boolean isStopping;
  private boolean isOver;
  private long timer = -1;

  Lane(Shared shared, StoredWebhook webhook) {
    this.shared = shared;
    this.webhook = webhook;
    this.readTo = webhook.progress().cursor();
    measure();
  }

  /** Where its secret cannot be opened it is as good as disabled. */
  private void measure() {
    if (!isOver) {
      boolean canBeTold = shared.secrets.canOpen(webhook);
      WebhookState state = canBeTold ? webhook.endpoint().state() : WebhookState.DISABLED;
      shared.meter.see(webhook.id(), state, readTo);
    }
  }

  StoredWebhook webhook() {
    return webhook;
  }

  /** Up to where there is nothing that it has not been told. */
  LogPosition readTo() {
    return readTo;
  }

  /** Looks for what there is to tell, unless it is to wait. */
  void wake() {
    isAsked = true;
    if (isBusy || !isTold()) {
      return;
    }
    shared.vertx.cancelTimer(timer);
    Instant due = webhook.progress().nextAttempt();
    long waitMillis = due == null ? 0 : Duration.between(shared.clock.instant(), due).toMillis();
    if (waitMillis > 0) {
      wakeIn(waitMillis);
      return;
    }
    isBusy = true;
    isAsked = false;
    step = step().onComplete(this::stepped, this::failed);
  }

  private boolean isTold() {
    return !isStopping
        && !isOver
        && webhook.endpoint().state() == WebhookState.ACTIVE
        && shared.secrets.canOpen(webhook);
  }

  private void wakeIn(long millis) {
    timer = shared.vertx.setTimer(Math.min(millis, LONGEST_TIMER_MILLIS), due -> wake());
  }

  private void stepped(boolean isMore) {
    isBusy = false;
    isBehind = false;
    if (isMore || isAsked) {
      wake();
    }
  }

  private void failed(Throwable failure) {
    isBusy = false;
    if (!isStopping && !isOver) {
      if (!isBehind) {
        isBehind = true; // said once
        LOG.warn("webhook {}: {}; again every {}", webhook.id(), failure.getMessage(), STORE_RETRY);
      }
      wakeIn(STORE_RETRY.toMillis());
    }
  }

  /** One message; completes with whether it is worth looking for another. */
  private Future<Boolean> step() {
    Message known = pending;
    if (known != null) {
      return deliver(known).map(true);
    }
    StoredWebhook basis = webhook;
    int editsBefore = edits;
    return shared
        .outbox
        .next(basis, readTo)
        .compose(
            next -> {
              if (editsBefore != edits) {
                return Future.succeededFuture(true); // it may want something else now
              }
              Message message = next.message();
              if (message == null) {
                return caughtUp(basis, next.readTo());
              }
              pending = message;
              return deliver(message).map(true);
            });
  }

  private Future<Boolean> caughtUp(StoredWebhook basis, LogPosition end) {
    if (basis.progress().replay() != null) {
      return change(progress -> progress.with((WebhookReplay) null)).map(true);
    }
    readTo = end;
    measure();
    boolean isFar = end.revision() - basis.progress().cursor().revision() >= LAZY_REVISIONS;
    return isFar
        ? change(progress -> progress.at(progress.epoch(), end)).map(false)
        : Future.succeededFuture(false);
  }

  private Future<Void> deliver(Message message) {
    boolean isFailing = webhook.progress().failingSince() != null;
    return shared
        .turns
        .begin(isFailing)
        .compose(
            turn ->
                (!isTold() ? Future.<@Nullable Attempted>succeededFuture(null) : send(message))
                    .onComplete(sent -> shared.turns.end(isFailing)))
        .compose(sent -> sent == null ? Future.succeededFuture() : keep(message, sent));
  }

  /** What was sent, when. */
  private record Attempted(Instant at, Answer answer) {}

  private Future<@Nullable Attempted> send(Message message) {
    Instant at = shared.clock.instant();
    return shared
        .sender
        .send(
            webhook.endpoint().target().url(),
            shared.secrets.of(webhook, at),
            message.id(),
            message.body(),
            webhook.progress().attempts())
        .map(answer -> new Attempted(at, answer));
  }

  /** Sends something that is no event, whatever the state; it is tried once. */
  Future<WebhookAttempt> test(Message message) {
    return shared
        .turns
        .begin(false)
        .compose(turn -> send(message).onComplete(sent -> shared.turns.end(false)))
        .compose(
            sent ->
                sent == null
                    ? Future.failedFuture(gone())
                    : write(now -> Outcomes.ofTest(now, message, sent.at(), sent.answer()))
                        .map(change -> change.attempts().get(0)));
  }

  /** Again and again, until it is kept: to go on without would tell the same again later. */
  private Future<Void> keep(Message message, Attempted sent) {
    return write(now -> shared.outcomes.of(now, message, sent.at(), sent.answer()))
        .<Void>map(
            change -> {
              tellPeople(change);
              if (change.isDone()) {
                pending = null;
              }
              return null;
            })
        .recover(
            failure -> {
              if (isStopping || isOver) {
                return Future.failedFuture(failure);
              }
              LOG.warn("webhook {}: outcome not kept yet: {}", webhook.id(), failure.getMessage());
              return later().compose(again -> keep(message, sent));
            });
  }

  private void tellPeople(Change change) {
    for (WebhookAttempt attempt : change.attempts()) {
      switch (attempt.result()) {
        case GIVEN_UP, LOST ->
            LOG.warn("webhook {}: {} {}", webhook.id(), attempt.result(), attempt.message());
        case DISABLED ->
            LOG.warn("webhook {}: disabled: {}", webhook.id(), webhook.endpoint().reason());
        case DELIVERED, FAILED -> {
          // Its log of deliveries is enough.
        }
      }
    }
  }

  private LogPosition cursor() {
    return webhook.progress().cursor();
  }

  private Future<Void> later() {
    Promise<Void> promise = Promise.promise();
    shared.vertx.setTimer(STORE_RETRY.toMillis(), due -> promise.complete());
    return promise.future();
  }

  /** Changes how far it has been told. */
  private Future<Void> change(UnaryOperator<WebhookProgress> edit) {
    return write(now -> Change.of(now.with(edit.apply(now.progress())))).mapEmpty();
  }

  /** Changes it as somebody wishes, and looks anew what is to be told. */
  Future<StoredWebhook> edit(UnaryOperator<StoredWebhook> edit) {
    return write(now -> Change.of(edit.apply(now)))
        .map(
            change -> {
              pending = null;
              edits++;
              wake();
              return webhook;
            });
  }

  /** Changes take their turn, each made of what the one before has left. */
  private Future<Change> write(Function<StoredWebhook, Change> edit) {
    Future<Change> written =
        lastWrite.transform(
            before -> {
              if (isOver) {
                return Future.failedFuture(gone());
              }
              Change change = edit.apply(webhook);
              return shared
                  .shelf
                  .put(change)
                  .map(
                      kept -> {
                        take(change.webhook());
                        change.attempts().forEach(each -> shared.meter.count(each.result()));
                        return change;
                      });
            });
    lastWrite = written;
    return written;
  }

  /** Where the cursor moves, what is read next follows. */
  private void take(StoredWebhook next) {
    WebhookProgress progress = next.progress();
    boolean isMoved =
        !progress.cursor().equals(cursor()) || !progress.epoch().equals(webhook.progress().epoch());
    readTo = isMoved ? progress.cursor() : readTo;
    webhook = next;
    measure();
  }

  /** Sends nothing more, and keeps nothing more. */
  Future<Void> remove() {
    Future<Void> removed =
        lastWrite
            .transform(
                before ->
                    isOver ? Future.<Void>failedFuture(gone()) : shared.shelf.remove(webhook.id()))
            .onSuccess(done -> end());
    lastWrite = removed;
    return removed;
  }

  private UnderstudyException gone() {
    return new UnderstudyException(
        ErrorCode.NOT_FOUND,
        "webhook: " + webhook.id() + " is gone (expected: one that is there)",
        "id");
  }

  /** Begins nothing more; completes when it is kept what is under way. */
  Future<?> stop() {
    shared.vertx.cancelTimer(timer);
    isStopping = true;
    return step.transform(ended -> lastWrite);
  }

  /** Keeps nothing more: what is broken off now was not refused by its receiver. */
  void end() {
    isOver = true;
    shared.meter.forget(webhook.id());
  }

  /**
   * What is kept at once.
   *
   * @param webhook as it is then
   * @param attempts new ones
   * @param isDone whether a message is done with
   */
  record Change(StoredWebhook webhook, List<WebhookAttempt> attempts, boolean isDone) {
    static Change of(StoredWebhook webhook) {
      return new Change(webhook, List.of(), false);
    }
  }
}
