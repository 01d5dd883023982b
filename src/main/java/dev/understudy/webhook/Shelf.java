package dev.understudy.webhook;

import dev.understudy.store.WebhookAttempt;
import dev.understudy.store.WebhookStore;
import io.vertx.core.Future;
import java.util.List;

/**
 * Where webhooks are kept.
 *
 * @param store keeps them
 * @param most how many attempts are kept of each
 */
record Shelf(WebhookStore store, int most) {

  Future<Void> put(Lane.Change change) {
    return store.put(change.webhook(), change.attempts(), most);
  }

  Future<Void> remove(String id) {
    return store.remove(id);
  }

  Future<List<WebhookAttempt>> attempts(String id, long before, int limit) {
    return store.attempts(id, before, limit);
  }
}
