package dev.understudy.bus;

import dev.understudy.store.LogPosition;
import dev.understudy.store.WebhookAttempt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Webhooks over the bus, as over HTTP. A failed future holds an {@link
 * dev.understudy.model.UnderstudyException}; NOT_FOUND when there is no webhook of that id. Safe on
 * any thread; futures complete on the caller's context.
 */
public final class WebhookClient {

  /** The most attempts in one page. */
  public static final int MAX_LIMIT = 1_000;

  /** How long the secret before also signs, where nothing else is said. */
  public static final Duration USUAL_OVERLAP = Duration.ofDays(1);

  /** The longest that it may. */
  public static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

  /** An answer of its receiver may take as long as is configured. */
  private static final Duration TEST_TIMEOUT = Duration.ofMinutes(5);

  private final RegistryClient client;
  private final RegistryClient patient;

  /** A client on the bus of that Vert.x. */
  public WebhookClient(Vertx vertx) {
    this.client = new RegistryClient(vertx);
    this.patient = new RegistryClient(vertx, TEST_TIMEOUT);
  }

  /**
   * Makes one. Only this answer has its secret.
   *
   * @param since after which event it begins; null for what happens from now on
   */
  public Future<Webhook> create(WebhookEdit webhook, @Nullable LogPosition since) {
    return client.request(new BusRequest.CreateWebhook(webhook, since));
  }

  /** All of them, the oldest first. */
  public Future<List<Webhook>> list() {
    return client.request(new BusRequest.ListWebhooks()).map(WebhookList::data);
  }

  /** One of them. */
  public Future<Webhook> get(String id) {
    return client.request(new BusRequest.GetWebhook(id));
  }

  /** Changes one. What is under way goes on as it was. */
  public Future<Webhook> update(String id, WebhookEdit edit) {
    return client.request(new BusRequest.UpdateWebhook(id, edit));
  }

  /** Forgets one, and what became of it; completes with what it was. */
  public Future<Webhook> delete(String id) {
    return client.request(new BusRequest.DeleteWebhook(id));
  }

  /** Sends a test at once, whatever the webhook's state; completes with what came of it. */
  public Future<WebhookAttempt> test(String id) {
    return patient.request(new BusRequest.TestWebhook(id));
  }

  /**
   * Gives it another secret, which only this answer has.
   *
   * @param overlap for how long the secret before also signs, up to {@link #LONGEST_OVERLAP}
   */
  public Future<Webhook> rotate(String id, Duration overlap) {
    return client.request(new BusRequest.RotateWebhook(id, overlap.toSeconds()));
  }

  /** Makes it wait. Nothing is lost: what happens meanwhile is told when it goes on. */
  public Future<Webhook> pause(String id) {
    return client.request(new BusRequest.PauseWebhook(id));
  }

  /** Lets it go on, at once, where it was. */
  public Future<Webhook> resume(String id) {
    return client.request(new BusRequest.ResumeWebhook(id));
  }

  /**
   * What became of it, the last attempt first.
   *
   * @param before only attempts whose numbers are below
   * @param limit the most, 1 to {@value #MAX_LIMIT}
   */
  public Future<WebhookAttempts> attempts(String id, long before, int limit) {
    return client.request(new BusRequest.ListWebhookAttempts(id, before, limit));
  }

  /**
   * Tells events once more, before what is new, with the message ids that they had.
   *
   * @param from the first of them
   * @param to the last of them
   */
  public Future<Webhook> replay(String id, LogPosition from, LogPosition to) {
    return client.request(new BusRequest.ReplayWebhook(id, from, to));
  }
}
