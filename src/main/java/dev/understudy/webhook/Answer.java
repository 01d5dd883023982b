package dev.understudy.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request.
 *
 * @param status of the answer; null when there was none
 * @param error why it was not taken; null when it was
 * @param excerpt how the answer's body begins; null without one
 * @param retryAfter how long to wait, as the receiver says; zero when it does not
 * @param durationMillis how long it took
 */
record Answer(
    @Nullable Integer status,
    @Nullable String error,
    @Nullable String excerpt,
    Duration retryAfter,
    long durationMillis) {

  private static final int GONE = 410;

  boolean isTaken() {
    return error == null;
  }

  /** Whether the receiver wants nothing more. */
  boolean isGone() {
    return status != null && status == GONE;
  }
}
