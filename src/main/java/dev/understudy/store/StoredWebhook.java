package dev.understudy.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is kept. Immutable; safe on any thread.
 *
 * @param id its name
 * @param endpoint what somebody has made of it
 * @param progress how far it has been told
 */
public record StoredWebhook(String id, Endpoint endpoint, WebhookProgress progress) {

  /**
   * What somebody has made of it.
   *
   * @param target where it is sent
   * @param state whether it is told
   * @param reason why it is disabled
   * @param created when it was made
   * @param secret what signs, sealed
   * @param oldSecret what also signs for a while, sealed
   * @param oldSecretUntil for how long
   */
  public record Endpoint(
      WebhookTarget target,
      WebhookState state,
      @Nullable String reason,
      Instant created,
      String secret,
      @Nullable String oldSecret,
      @Nullable Instant oldSecretUntil) {

    /** Does not tell secrets, sealed or not. */
    @Override
    public String toString() {
      return "Endpoint[" + target + ", " + state + "]";
    }
  }

  /** The same with another target. */
  public StoredWebhook with(WebhookTarget target) {
    return with(
        new Endpoint(
            target,
            endpoint.state,
            endpoint.reason,
            endpoint.created,
            endpoint.secret,
            endpoint.oldSecret,
            endpoint.oldSecretUntil));
  }

  /** The same in another state. */
  public StoredWebhook with(WebhookState state, @Nullable String reason) {
    return with(
        new Endpoint(
            endpoint.target,
            state,
            reason,
            endpoint.created,
            endpoint.secret,
            endpoint.oldSecret,
            endpoint.oldSecretUntil));
  }

  /** The same with another secret; null for no old one. */
  public StoredWebhook with(String secret, @Nullable String oldSecret, @Nullable Instant until) {
    return with(
        new Endpoint(
            endpoint.target,
            endpoint.state,
            endpoint.reason,
            endpoint.created,
            secret,
            oldSecret,
            until));
  }

  private StoredWebhook with(Endpoint changed) {
    return new StoredWebhook(id, changed, progress);
  }

  /** The same, told so far. */
  public StoredWebhook with(WebhookProgress changed) {
    return new StoredWebhook(id, endpoint, changed);
  }
}
