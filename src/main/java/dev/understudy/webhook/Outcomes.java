package dev.understudy.webhook;

import dev.understudy.store.StoredWebhook;
import dev.understudy.store.WebhookAttempt;
import dev.understudy.store.WebhookAttempt.Result;
import dev.understudy.store.WebhookProgress;
import dev.understudy.store.WebhookState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows from an answer: on to the next, again later, given up, or disabled. Immutable. */
record Outcomes(RetryPolicy policy, Clock clock) {

  /** What is kept of an attempt. */
  Lane.Change of(StoredWebhook webhook, Message message, Instant at, Answer answer) {
    List<WebhookAttempt> attempts = new ArrayList<>();
    StoredWebhook told = withLoss(webhook, message, at, attempts);
    if (answer.isTaken()) {
      WebhookProgress done = message.done().apply(told.progress()).afresh();
      int failures = webhook.progress().attempts();
      return change(told.with(done), attempts, message, at, answer, Result.DELIVERED, failures);
    }
    return failed(told, attempts, message, at, answer);
  }

  private Lane.Change failed(
      StoredWebhook webhook,
      List<WebhookAttempt> attempts,
      Message message,
      Instant at,
      Answer answer) {
    WebhookProgress before = webhook.progress();
    Instant now = clock.instant();
    Instant first = Objects.requireNonNullElse(before.firstAttempt(), at);
    Instant since = Objects.requireNonNullElse(before.failingSince(), at);
    int failures = before.attempts() + 1;
    String disabled = disabled(answer, since, now);
    if (disabled != null) {
      StoredWebhook stopped =
          webhook.with(WebhookState.DISABLED, disabled).with(before.failed(0, null, since, null));
      return change(stopped, attempts, message, at, answer, Result.DISABLED, before.attempts());
    }
    if (!now.isBefore(first.plus(policy.giveUp()))) {
      WebhookProgress done = message.done().apply(before);
      Instant next = policy.next(now, now, Integer.MAX_VALUE, answer.retryAfter());
      StoredWebhook over = webhook.with(done.failed(0, null, since, next));
      return change(over, attempts, message, at, answer, Result.GIVEN_UP, before.attempts());
    }
    Instant next = policy.next(now, first, failures, answer.retryAfter());
    StoredWebhook again = webhook.with(before.failed(failures, first, since, next));
    return change(again, attempts, message, at, answer, Result.FAILED, before.attempts());
  }

  private @Nullable String disabled(Answer answer, Instant since, Instant now) {
    if (answer.isGone()) {
      return "its receiver answered 410: it wants nothing more";
    }
    return now.isBefore(since.plus(policy.disable()))
        ? null
        : "nothing could be delivered since " + since + ": " + answer.error();
  }

  /** Where something is lost, that is an entry of its own before the first attempt to tell so. */
  private static StoredWebhook withLoss(
      StoredWebhook webhook, Message message, Instant at, List<WebhookAttempt> attempts) {
    String loss = message.loss();
    if (loss == null || webhook.progress().attempts() > 0) {
      return webhook;
    }
    StoredWebhook told = webhook.with(webhook.progress().logged());
    attempts.add(
        new WebhookAttempt(
            told.progress().lastAttempt(),
            message.id(),
            message.type(),
            0,
            at,
            Result.LOST,
            null,
            0,
            loss,
            null,
            null));
    return told;
  }

  private static Lane.Change change(
      StoredWebhook next,
      List<WebhookAttempt> attempts,
      Message message,
      Instant at,
      Answer answer,
      Result result,
      int failuresBefore) {
    StoredWebhook told = next.with(next.progress().logged());
    WebhookProgress progress = told.progress();
    attempts.add(
        new WebhookAttempt(
            progress.lastAttempt(),
            message.id(),
            message.type(),
            failuresBefore + 1,
            at,
            result,
            answer.status(),
            answer.durationMillis(),
            answer.error(),
            answer.excerpt(),
            result == Result.FAILED ? progress.nextAttempt() : null));
    boolean isDone = result == Result.DELIVERED || result == Result.GIVEN_UP;
    return new Lane.Change(told, attempts, isDone);
  }

  /** A test leaves no trace but its entry. */
  static Lane.Change ofTest(StoredWebhook webhook, Message message, Instant at, Answer answer) {
    Result result = answer.isTaken() ? Result.DELIVERED : Result.GIVEN_UP;
    return change(webhook, new ArrayList<>(), message, at, answer, result, 0);
  }
}
