package dev.understudy.store;

import dev.understudy.model.Named;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to tell a webhook something, and what came of it. Immutable; safe on any thread.
 *
 * @param number counts the attempts of a webhook; 0 for a test, which is not kept
 * @param message its id, the same for all attempts
 * @param type what it tells
 * @param attempt the how-manieth, from 1; 0 where nothing was sent
 * @param at when it began
 * @param result what came of it
 * @param status of the answer; null when there was none
 * @param durationMillis until the answer, or the failure
 * @param error what went wrong
 * @param answer how the answer's body begins
 * @param nextAttempt when it will be tried again
 */
public record WebhookAttempt(
    long number,
    String message,
    String type,
    int attempt,
    Instant at,
    Result result,
    @Nullable Integer status,
    long durationMillis,
    @Nullable String error,
    @Nullable String answer,
    @Nullable Instant nextAttempt) {

  /** What came of an attempt. */
  public enum Result implements Named {
    /** It was taken. */
    DELIVERED,
    /** It was not, and is tried again. */
    FAILED,
    /** It was not, and is not tried again; the next message follows. */
    GIVEN_UP,
    /** It was not, and the webhook is disabled; it is tried again when that is resumed. */
    DISABLED,
    /** What was to be told is no longer kept. */
    LOST;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }
}
