package dev.understudy.bus;

import java.util.List;

/**
 * All webhooks, the oldest first. Immutable; safe on any thread.
 *
 * @param data the webhooks, without their secrets
 */
public record WebhookList(List<Webhook> data) {

  /** Copies the list. */
  public WebhookList {
    data = List.copyOf(data);
  }
}
