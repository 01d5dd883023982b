package dev.understudy.app;

import dev.understudy.address.AddressRules;
import dev.understudy.bus.Addresses;
import dev.understudy.bus.BusRequest;
import dev.understudy.bus.BusServer;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.RegistryEvent;
import dev.understudy.config.ServerConfig;
import dev.understudy.webhook.RetryPolicy;
import dev.understudy.webhook.WebhookDispatch;
import dev.understudy.webhook.WebhookSettings;
import dev.understudy.webhook.Webhooks;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells webhooks what happens, on an event loop of its own, and serves them over the bus. */
final class WebhookVerticle extends VerticleBase {

  private final Function<Vertx, WebhookDispatch> dispatches;
  private @Nullable WebhookDispatch dispatch;
  private @Nullable Webhooks webhooks;
  private @Nullable MessageConsumer<RegistryEvent> changes;

  /**
   * The verticle of those webhooks.
   *
   * @param dispatches makes what sends, for the verticle's event loop
   */
  WebhookVerticle(Function<Vertx, WebhookDispatch> dispatches) {
    this.dispatches = dispatches;
  }

  static WebhookSettings settings(ServerConfig config) {
    ServerConfig.Webhooks webhooks = config.webhooks();
    RetryPolicy retry =
        new RetryPolicy(
            webhooks.retryFirst(),
            webhooks.retryLongest(),
            webhooks.giveUp(),
            webhooks.disable(),
            () -> ThreadLocalRandom.current().nextDouble());
    boolean isKept = config.store().kind() != ServerConfig.StoreKind.MEMORY;
    return new WebhookSettings(
        webhooks.endpoints(),
        webhooks.concurrency(),
        webhooks.timeout(),
        retry,
        webhooks.keptAttempts(),
        new AddressRules("webhooks.allow", webhooks.allow()),
        webhooks.key(),
        isKept ? config.store().dir().resolve("webhooks.key") : null);
  }

  @Override
  public Future<?> start() {
    WebhookDispatch sending = dispatches.apply(vertx);
    dispatch = sending;
    return sending.open().compose(this::serve);
  }

  private Future<?> serve(Webhooks all) {
    webhooks = all;
    changes = new RegistryClient(vertx).onChange(write -> all.wake());
    BusServer server = new BusServer(vertx);
    return Future.all(reads(server, all))
        .compose(served -> Future.all(writes(server, all)))
        .onSuccess(served -> all.wake());
  }

  private static List<Future<Void>> reads(BusServer server, Webhooks all) {
    return List.of(
        server.serve(
            Addresses.LIST_WEBHOOKS,
            BusRequest.ListWebhooks.class,
            q -> Future.succeededFuture(all.list())),
        server.serve(
            Addresses.GET_WEBHOOK,
            BusRequest.GetWebhook.class,
            q -> Future.succeededFuture(all.get(q.id()))),
        server.serve(
            Addresses.WEBHOOK_ATTEMPTS,
            BusRequest.ListWebhookAttempts.class,
            q -> all.attempts(q.id(), q.before(), q.limit())));
  }

  private static List<Future<Void>> writes(BusServer server, Webhooks all) {
    return List.of(
        server.serve(
            Addresses.CREATE_WEBHOOK,
            BusRequest.CreateWebhook.class,
            q -> all.create(q.webhook(), q.since())),
        server.serve(
            Addresses.UPDATE_WEBHOOK,
            BusRequest.UpdateWebhook.class,
            q -> all.update(q.id(), q.edit())),
        server.serve(
            Addresses.DELETE_WEBHOOK, BusRequest.DeleteWebhook.class, q -> all.delete(q.id())),
        server.serve(Addresses.TEST_WEBHOOK, BusRequest.TestWebhook.class, q -> all.test(q.id())),
        server.serve(
            Addresses.ROTATE_WEBHOOK,
            BusRequest.RotateWebhook.class,
            q -> all.rotate(q.id(), q.overlapSeconds())),
        server.serve(
            Addresses.PAUSE_WEBHOOK, BusRequest.PauseWebhook.class, q -> all.pause(q.id())),
        server.serve(
            Addresses.RESUME_WEBHOOK, BusRequest.ResumeWebhook.class, q -> all.resume(q.id())),
        server.serve(
            Addresses.REPLAY_WEBHOOK,
            BusRequest.ReplayWebhook.class,
            q -> all.replay(q.id(), q.from(), q.to())));
  }

  /** What is under way has a moment to end; else it is sent again when a server starts. */
  @Override
  public Future<?> stop() {
    MessageConsumer<RegistryEvent> consumer = changes;
    Webhooks all = webhooks;
    WebhookDispatch sending = dispatch;
    return (consumer == null ? Future.<Void>succeededFuture() : consumer.unregister())
        .eventually(() -> all == null ? Future.<Void>succeededFuture() : all.stop())
        .eventually(() -> sending == null ? Future.succeededFuture() : sending.close());
  }
}
