package dev.understudy.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a webhook has been told. Immutable; safe on any thread.
 *
 * @param epoch the life of the log that its positions count in
 * @param cursor after the last event that was delivered or given up; it never moves before that is
 *     kept
 * @param replay what is told once more, before what is new
 * @param lastAttempt the number of the last attempt
 * @param attempts how often the next message was tried in vain
 * @param firstAttempt when that was tried first; null for not yet
 * @param failingSince since when nothing could be delivered; null when the last attempt succeeded
 * @param nextAttempt not before then; null for at once
 */
public record WebhookProgress(
    String epoch,
    LogPosition cursor,
    @Nullable WebhookReplay replay,
    long lastAttempt,
    int attempts,
    @Nullable Instant firstAttempt,
    @Nullable Instant failingSince,
    @Nullable Instant nextAttempt) {

  /** Begins after a point. */
  public static WebhookProgress from(String epoch, LogPosition cursor) {
    return new WebhookProgress(epoch, cursor, null, 0, 0, null, null, null);
  }

  /** The same, at another point. */
  public WebhookProgress at(String newEpoch, LogPosition newCursor) {
    return new WebhookProgress(
        newEpoch,
        newCursor,
        replay,
        lastAttempt,
        attempts,
        firstAttempt,
        failingSince,
        nextAttempt);
  }

  /** The same, with something to be told once more; null for nothing. */
  public WebhookProgress with(@Nullable WebhookReplay newReplay) {
    return new WebhookProgress(
        epoch, cursor, newReplay, lastAttempt, attempts, firstAttempt, failingSince, nextAttempt);
  }

  /** The same after one more attempt was told of. */
  public WebhookProgress logged() {
    return new WebhookProgress(
        epoch, cursor, replay, lastAttempt + 1, attempts, firstAttempt, failingSince, nextAttempt);
  }

  /** The same, to be tried again after a failure. */
  public WebhookProgress failed(
      int times, @Nullable Instant first, Instant since, @Nullable Instant next) {
    return new WebhookProgress(epoch, cursor, replay, lastAttempt, times, first, since, next);
  }

  /** The same, as if nothing had failed. */
  public WebhookProgress afresh() {
    return new WebhookProgress(epoch, cursor, replay, lastAttempt, 0, null, null, null);
  }
}
