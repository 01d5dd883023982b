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
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells webhooks what happens, on an event loop of its own, and serves them over the bus: where its
 * server leads.
 */
final class WebhookVerticle extends VerticleBase implements Leadership.Work {

  private final Function<Vertx, WebhookDispatch> dispatches;
  private final Leadership leadership;
  private @Nullable WebhookDispatch dispatch;
  private @Nullable Webhooks webhooks;
  private @Nullable MessageConsumer<RegistryEvent> changes;

  /**
   * The verticle of those webhooks.
   *
   * @param dispatches makes what sends, for the verticle's event loop
   * @param leadership says whether this server leads
   */
  WebhookVerticle(Function<Vertx, WebhookDispatch> dispatches, Leadership leadership) {
    this.dispatches = dispatches;
    this.leadership = leadership;
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
    BusServer server = new BusServer(vertx);
    return Future.all(reads(server))
        .compose(served -> Future.all(writes(server)))
        .compose(served -> leadership.isLeading() ? open() : Future.succeededFuture());
  }

  private Future<Void> open() {
    WebhookDispatch sending = dispatches.apply(vertx);
    dispatch = sending;
    return sending
        .open()
        .onSuccess(
            all -> {
              webhooks = all;
              changes = new RegistryClient(vertx).onChange(write -> all.wake());
              all.wake();
            })
        .mapEmpty();
  }

  /** As the leader, tells what others have left untold. Any thread. */
  @Override
  public Future<Void> begin() {
    return here(this::open);
  }

  /** Any thread. */
  @Override
  public Future<Void> end() {
    return here(this::close);
  }

  private Future<Void> here(Supplier<Future<Void>> task) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(run -> task.get().onComplete(done));
    return done.future();
  }

  private Webhooks led() {
    Webhooks known = webhooks;
    if (known == null) {
      throw leadership.refusal("sending webhooks");
    }
    return known;
  }

  private List<Future<Void>> reads(BusServer server) {
    return List.of(
        server.serve(
            Addresses.LIST_WEBHOOKS,
            BusRequest.ListWebhooks.class,
            q -> Future.succeededFuture(led().list())),
        server.serve(
            Addresses.GET_WEBHOOK,
            BusRequest.GetWebhook.class,
            q -> Future.succeededFuture(led().get(q.id()))),
        server.serve(
            Addresses.WEBHOOK_ATTEMPTS,
            BusRequest.ListWebhookAttempts.class,
            q -> led().attempts(q.id(), q.before(), q.limit())));
  }

  private List<Future<Void>> writes(BusServer server) {
    return List.of(
        server.serve(
            Addresses.CREATE_WEBHOOK,
            BusRequest.CreateWebhook.class,
            q -> led().create(q.webhook(), q.since())),
        server.serve(
            Addresses.UPDATE_WEBHOOK,
            BusRequest.UpdateWebhook.class,
            q -> led().update(q.id(), q.edit())),
        server.serve(
            Addresses.DELETE_WEBHOOK, BusRequest.DeleteWebhook.class, q -> led().delete(q.id())),
        server.serve(Addresses.TEST_WEBHOOK, BusRequest.TestWebhook.class, q -> led().test(q.id())),
        server.serve(
            Addresses.ROTATE_WEBHOOK,
            BusRequest.RotateWebhook.class,
            q -> led().rotate(q.id(), q.overlapSeconds())),
        server.serve(
            Addresses.PAUSE_WEBHOOK, BusRequest.PauseWebhook.class, q -> led().pause(q.id())),
        server.serve(
            Addresses.RESUME_WEBHOOK, BusRequest.ResumeWebhook.class, q -> led().resume(q.id())),
        server.serve(
            Addresses.REPLAY_WEBHOOK,
            BusRequest.ReplayWebhook.class,
            q -> led().replay(q.id(), q.from(), q.to())));
  }

  @Override
  public Future<?> stop() {
    return close();
  }

  /** What is under way has a moment to end; else it is sent again when a server goes on. */
  private Future<Void> close() {
    MessageConsumer<RegistryEvent> consumer = changes;
    Webhooks all = webhooks;
    WebhookDispatch sending = dispatch;
    changes = null;
    webhooks = null;
    dispatch = null;
    return (consumer == null ? Future.<Void>succeededFuture() : consumer.unregister())
        .eventually(() -> all == null ? Future.<Void>succeededFuture() : all.stop())
        .eventually(() -> sending == null ? Future.succeededFuture() : sending.close());
  }
}
