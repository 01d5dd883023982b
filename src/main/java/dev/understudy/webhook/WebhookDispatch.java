package dev.understudy.webhook;

import dev.understudy.address.CheckedHosts;
import dev.understudy.address.HostResolver;
import dev.understudy.bus.RegistryClient;
import dev.understudy.feed.Feed;
import dev.understudy.feed.RecentEvents;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.store.StoredWebhook;
import dev.understudy.store.WebhookStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What sends the messages of webhooks: connections, threads that look hosts up, and the webhooks as
 * they are kept. Confined to the event loop on which it was made.
 */
public final class WebhookDispatch {

  private static final String THREADS = "understudy-webhook-names";
  private static final int SLOW_MINUTES = 10;

  /** Shorter than receivers commonly keep a connection on which nothing happens. */
  private static final int KEEP_ALIVE_SECONDS = 4;

  private final Vertx vertx;
  private final WebhookSettings settings;
  private final WebhookStore store;
  private final Supplier<RegistrySnapshot> snapshots;
  private final WebhookMeter meter;
  private final Clock clock;
  private final RegistryClient registry;
  private final Feed feed;
  private final WorkerExecutor threads;
  private final HttpClient http;
  private final SecureRandom random = new SecureRandom();

  /**
   * For the calling event loop.
   *
   * @param recent what happened last
   * @param snapshots the registry as it is now
   * @param meter counts what becomes of webhooks
   * @param clock of dates
   */
  public WebhookDispatch(
      Vertx vertx,
      WebhookSettings settings,
      WebhookStore store,
      RecentEvents recent,
      Supplier<RegistrySnapshot> snapshots,
      WebhookMeter meter,
      Clock clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.store = store;
    this.snapshots = snapshots;
    this.meter = meter;
    this.clock = clock;
    this.registry = new RegistryClient(vertx);
    this.feed = new Feed(vertx, registry, recent, snapshots);
    // As many as requests, so that a name that takes its time delays no other.
    this.threads =
        vertx.createSharedWorkerExecutor(
            THREADS, settings.atOnce(), SLOW_MINUTES, TimeUnit.MINUTES);
    this.http =
        vertx.createHttpClient(new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS));
  }

  /** Reads what is kept; nothing is sent before {@link Webhooks#wake}. */
  public Future<Webhooks> open() {
    return store.read().compose(kept -> secrets().map(secrets -> webhooks(secrets, kept)));
  }

  private Webhooks webhooks(Secrets secrets, List<StoredWebhook> kept) {
    CheckedHosts hosts = new CheckedHosts(HostResolver.on(threads), settings.rules());
    Lane.Shared shared =
        new Lane.Shared(
            vertx,
            new Outbox(feed, registry, snapshots, clock),
            new Sender(vertx, http, hosts, settings.timeout(), clock),
            new Turns(settings.atOnce()),
            new Outcomes(settings.retry(), clock),
            secrets,
            new Shelf(store, settings.keptAttempts()),
            meter,
            clock);
    return new Webhooks(shared, feed, snapshots, settings.most(), kept);
  }

  private Future<Secrets> secrets() {
    return threads
        .executeBlocking(this::key, false)
        .map(key -> new Secrets(new SecretBox(key, random), random));
  }

  private byte[] key() throws IOException {
    String given = settings.key();
    Path file = settings.keyFile();
    byte @Nullable [] key = given == null ? null : KeyFile.parsed(given);
    if (key != null) {
      return key;
    }
    if (file != null) {
      return KeyFile.read(file, random);
    }
    byte[] forNow = new byte[SecretBox.KEY_BYTES];
    random.nextBytes(forNow);
    return forNow;
  }

  /** Breaks off what is under way. */
  public Future<Void> close() {
    return http.close().eventually(threads::close);
  }
}
