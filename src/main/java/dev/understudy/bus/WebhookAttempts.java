package dev.understudy.bus;

import dev.understudy.store.WebhookAttempt;
import java.util.List;

/**
 * What became of a webhook, the last attempt first. Immutable; safe on any thread.
 *
 * @param data attempts
 * @param hasMore whether earlier ones are kept
 */
public record WebhookAttempts(List<WebhookAttempt> data, boolean hasMore) {

  /** Copies the list. */
  public WebhookAttempts {
    data = List.copyOf(data);
  }
}
