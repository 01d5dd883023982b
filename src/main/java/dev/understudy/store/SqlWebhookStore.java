package dev.understudy.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.understudy.json.Json;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.util.List;

/** Webhooks in tables. A webhook and its attempts are written in one transaction. */
final class SqlWebhookStore implements WebhookStore {

  private static final String PUT =
      "INSERT INTO webhooks (id, endpoint, progress) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
          + " SET endpoint = excluded.endpoint, progress = excluded.progress";

  private static final String ADD =
      "INSERT INTO webhook_attempts (webhook, number, attempt) VALUES (?, ?, ?)";

  private static final String TRIM =
      "DELETE FROM webhook_attempts WHERE webhook = ? AND number <= ?";

  private static final String ATTEMPTS =
      "SELECT attempt FROM webhook_attempts WHERE webhook = ? AND number < ?"
          + " ORDER BY number DESC LIMIT ?";

  private final SqlDatabase database;

  SqlWebhookStore(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public Future<List<StoredWebhook>> read() {
    return database.read(
        session ->
            session.query(
                "SELECT id, endpoint, progress FROM webhooks ORDER BY id",
                List.of(),
                row ->
                    new StoredWebhook(
                        row.text(0),
                        parsed(row.text(1), StoredWebhook.Endpoint.class),
                        parsed(row.text(2), WebhookProgress.class))));
  }

  private static <T> T parsed(String json, Class<T> type) {
    try {
      return Json.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Future<Void> put(StoredWebhook webhook, List<WebhookAttempt> attempts, int most) {
    String id = webhook.id();
    String endpoint = Json.ascii(webhook.endpoint());
    String progress = Json.ascii(webhook.progress());
    List<List<?>> rows =
        attempts.stream()
            .<List<?>>map(each -> List.of(id, each.number(), Json.ascii(each)))
            .toList();
    long last = webhook.progress().lastAttempt();
    return database.writeLeading(
        session ->
            session
                .execute(PUT, List.of(id, endpoint, progress))
                .compose(put -> session.executeAll(ADD, rows))
                .compose(
                    added ->
                        rows.isEmpty()
                            ? Future.<Integer>succeededFuture(0)
                            : session.execute(TRIM, List.of(id, last - most)))
                .mapEmpty());
  }

  @Override
  public Future<Void> remove(String id) {
    return database.writeLeading(
        session ->
            session
                .execute("DELETE FROM webhook_attempts WHERE webhook = ?", List.of(id))
                .compose(gone -> session.execute("DELETE FROM webhooks WHERE id = ?", List.of(id)))
                .mapEmpty());
  }

  @Override
  public Future<List<WebhookAttempt>> attempts(String id, long before, int limit) {
    return database.read(
        session ->
            session.query(
                ATTEMPTS,
                List.of(id, before, (long) limit),
                row -> parsed(row.text(0), WebhookAttempt.class)));
  }
}
