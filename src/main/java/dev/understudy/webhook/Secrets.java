package dev.understudy.webhook;

import dev.understudy.store.StoredWebhook;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes secrets, and opens those that are kept. Immutable; safe on any thread. */
record Secrets(SecretBox box, SecureRandom random) {

  static final String LOCKED =
      "its secret cannot be opened: it was sealed with another webhooks.key (expected: that key; or rotate the secret)";

  /** A new one. */
  WebhookSecret next() {
    return WebhookSecret.random(random);
  }

  String seal(String webhook, WebhookSecret secret) {
    return box.seal(webhook, secret);
  }

  /** Whether the key is that with which the webhook's secret was sealed. */
  boolean canOpen(StoredWebhook webhook) {
    return box.open(webhook.id(), webhook.endpoint().secret()) != null;
  }

  /** What signs at that time, the newest first. */
  List<WebhookSecret> of(StoredWebhook webhook, Instant now) {
    List<WebhookSecret> secrets = new ArrayList<>();
    add(secrets, webhook.id(), webhook.endpoint().secret());
    String old = webhook.endpoint().oldSecret();
    Instant until = webhook.endpoint().oldSecretUntil();
    if (old != null && until != null && now.isBefore(until)) {
      add(secrets, webhook.id(), old);
    }
    return secrets;
  }

  private void add(List<WebhookSecret> secrets, String webhook, String sealed) {
    WebhookSecret opened = box.open(webhook, sealed);
    if (opened != null) {
      secrets.add(opened);
    }
  }
}
