package dev.understudy.bus;

import dev.understudy.store.LogPosition;
import dev.understudy.store.WebhookReplay;
import dev.understudy.store.WebhookState;
import dev.understudy.store.WebhookTarget;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is shown. Immutable; safe on any thread.
 *
 * @param id its name
 * @param target where it is sent, and which events
 * @param state whether it is told
 * @param reason why it is disabled
 * @param created when it was made
 * @param cursor after the last event that was delivered, given up, or is none that it wants
 * @param replay what is being told once more
 * @param attempts how often the next message was tried in vain
 * @param failingSince since when nothing could be delivered
 * @param nextAttempt when it is tried again
 * @param oldSecretUntil for how long the secret before also signs
 * @param secret {@code whsec_} and Base64, only in the answer to who made or rotated it
 */
public record Webhook(
    String id,
    WebhookTarget target,
    WebhookState state,
    @Nullable String reason,
    Instant created,
    LogPosition cursor,
    @Nullable WebhookReplay replay,
    int attempts,
    @Nullable Instant failingSince,
    @Nullable Instant nextAttempt,
    @Nullable Instant oldSecretUntil,
    @Nullable String secret) {

  /** Does not tell the secret. */
  @Override
  public String toString() {
    return "Webhook[" + id + ", " + target + ", " + state + "]";
  }
}
