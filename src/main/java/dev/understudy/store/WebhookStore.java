package dev.understudy.store;

import io.vertx.core.Future;
import java.util.List;

/** Keeps webhooks, how far each has been told, and the last attempts. Safe on any thread. */
public interface WebhookStore {

  /** All of them. */
  Future<List<StoredWebhook>> read();

  /**
   * Keeps one as it is now, together with attempts to tell it.
   *
   * @param attempts new ones, in order
   * @param most so many attempts stay, the last ones
   */
  Future<Void> put(StoredWebhook webhook, List<WebhookAttempt> attempts, int most);

  /** Forgets one, and what became of it. */
  Future<Void> remove(String id);

  /**
   * Attempts to tell one, the last first.
   *
   * @param before only those whose numbers are below
   * @param limit the most
   */
  Future<List<WebhookAttempt>> attempts(String id, long before, int limit);
}
