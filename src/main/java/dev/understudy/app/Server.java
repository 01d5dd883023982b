package dev.understudy.app;

import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.Planning;
import dev.understudy.bus.RegistryClient;
import dev.understudy.catalog.Catalog;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.config.ServerConfig;
import dev.understudy.discovery.NameRules;
import dev.understudy.feed.FeedMeter;
import dev.understudy.feed.RecentEvents;
import dev.understudy.http.HttpApi;
import dev.understudy.http.ListBodies;
import dev.understudy.metrics.FeedMetrics;
import dev.understudy.metrics.SourceMetrics;
import dev.understudy.metrics.StoreMetrics;
import dev.understudy.metrics.WebhookMetrics;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.ModelRegistryAdapter;
import dev.understudy.registry.Recovered;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.source.SourceMeter;
import dev.understudy.store.RevisionLog;
import dev.understudy.store.SnapshotFile;
import dev.understudy.store.SourceStore;
import dev.understudy.store.Store;
import dev.understudy.store.WebhookStore;
import dev.understudy.text.Tokenizer;
import dev.understudy.usage.UsageLedger;
import dev.understudy.webhook.WebhookDispatch;
import dev.understudy.webhook.WebhookMeter;
import dev.understudy.webhook.WebhookSettings;
import dev.understudy.wire.Medium;
import dev.understudy.worker.WorkerVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The whole server in one Vert.x: starts its parts in order, and stops them in the other. Another
 * application can start one in its own Vert.x and use a {@link dev.understudy.bus.RegistryClient}.
 */
public final class Server {

  private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final ServerConfig config;
  private final ServerEnvironment environment;
  private final ModelRegistry registry;
  private final ListBodies lists;
  private final UsageLedger usage;
  private final Streams streams;
  private final Indexes indexes;
  private final Deployments deployments;
  private final RevisionLog log;
  private final WebhookStore webhooks;
  private final SourceStore sources;
  private final Leadership leadership;
  private final StoreMetrics storeMetrics;
  private final RecentEvents recent = new RecentEvents();
  private final FeedMeter feedMeter;
  private final WebhookMeter webhookMeter = new WebhookMeter();
  private final SourceMeter sourceMeter = new SourceMeter();
  private final SimulationFiles simulationFiles;
  private final Queue<HttpListener> listeners = new ConcurrentLinkedQueue<>();
  private volatile @Nullable RegistryVerticle verticle;
  private @Nullable Future<Void> stopped;
  private volatile Future<?> opened = Future.succeededFuture();
  private volatile boolean ready;
  private volatile int port;

  private Server(Vertx vertx, ServerConfig config, ServerEnvironment environment, NameRules rules) {
    this.vertx = vertx;
    this.config = config;
    this.environment = environment;
    this.registry = ModelRegistries.empty(environment.clock());
    this.lists = new ListBodies(vertx);
    RegistryClient client = new RegistryClient(vertx);
    ModelLookup lookup = new ModelLookup(registry::snapshot, client);
    Store store = Stores.of(vertx, config.store());
    Duration retention = Duration.ofDays(config.usage().retentionDays());
    this.usage = new UsageLedger(store.usage(), environment.clock(), retention);
    this.streams =
        Streams.of(
            config, environment, lookup, client, new Planning(vertx), new CountedRequests(usage));
    this.indexes =
        new Indexes(vertx, config, store.matches(), environment.clock(), registry::snapshot, rules);
    this.deployments = new Deployments(vertx);
    this.log = store.log();
    this.webhooks = store.webhooks();
    this.sources = store.sources();
    this.leadership = new Leadership(vertx, store.peers());
    this.storeMetrics = new StoreMetrics(environment.meters());
    StoreMetrics.showLead(environment.meters(), leadership::isLeading);
    this.feedMeter = new FeedMeter(config.feed().watchers());
    FeedMetrics.show(feedMeter, environment.meters());
    WebhookMetrics.show(
        webhookMeter, () -> registry.snapshot().revision().number(), environment.meters());
    SourceMetrics.show(sourceMeter, environment.meters());
    this.simulationFiles =
        new SimulationFiles(vertx, config.simulation(), streams.writer(), streams.faults());
  }

  /**
   * Starts a server.
   *
   * @return completes when it answers; fails, with nothing left behind, when it cannot start
   */
  public static Future<Server> start(Vertx vertx, ServerConfig config, Clock clock) {
    return start(vertx, config, ServerEnvironment.of(clock));
  }

  /** As the other, with more of its surroundings given. */
  public static Future<Server> start(
      Vertx vertx, ServerConfig config, ServerEnvironment environment) {
    return vertx
        .executeBlocking(() -> NameRules.load(config.registry().nameRules()))
        .compose(rules -> started(new Server(vertx, config, environment, rules)));
  }

  private static Future<Server> started(Server server) {
    return server
        .start()
        .recover(failure -> server.stop().transform(v -> Future.failedFuture(failure)))
        .map(server);
  }

  private Future<Void> start() {
    Future<Recovered> kept = log.open(config.store().acceptLoss());
    opened = kept;
    Set<String> providers = config.catalog().providers();
    CatalogLoader loader = new CatalogLoader(config.catalog().dir());
    return simulationFiles
        .load()
        .compose(
            read ->
                vertx.executeBlocking(
                    () -> providers.isEmpty() ? loader.load() : loader.load(providers)))
        .compose(catalog -> kept.compose(recovered -> deploy(loader, catalog, recovered)))
        .compose(id -> deployMoreLoops()) // at once, as who comes next gets the next event loop
        .compose(id -> deployWebhooks())
        .compose(this::lead)
        .onSuccess(led -> open());
  }

  /** The last to stop, as all others may count. */
  private Future<String> deployUsage() {
    ModelLookup lookup = new ModelLookup(registry::snapshot, new RegistryClient(vertx));
    int seconds = config.usage().flushSeconds();
    return deployments.deploy(
        () -> new UsageVerticle(usage, lookup, seconds),
        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
  }

  private Future<String> deployWorkers() {
    int instances = config.worker().instances();
    DeploymentOptions options =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("understudy-worker")
            .setWorkerPoolSize(instances)
            .setInstances(instances);
    return deployments.deploy(
        () -> new WorkerVerticle(indexes.discoverer(), streams.planning(), streams.planners()),
        options);
  }

  private Future<String> deploy(CatalogLoader loader, Catalog catalog, Recovered recovered) {
    return indexes
        .start()
        .compose(read -> deployUsage())
        .compose(usages -> deployWorkers())
        .compose(workers -> deployRegistry(loader, catalog, recovered));
  }

  private Future<String> deployRegistry(
      CatalogLoader loader, Catalog catalog, Recovered recovered) {
    RegistryVerticle owner =
        new RegistryVerticle(
            config,
            environment,
            registry,
            streams,
            loader,
            catalog,
            log,
            sources,
            sourceMeter,
            recovered,
            leadership,
            storeMetrics,
            recent,
            this::listener);
    return deployments
        .deploy(() -> owner, new DeploymentOptions())
        .onSuccess(deployed -> verticle = owner);
  }

  private Future<WebhookVerticle> deployWebhooks() {
    WebhookSettings settings = WebhookVerticle.settings(config);
    WebhookVerticle telling =
        new WebhookVerticle(
            owner ->
                new WebhookDispatch(
                    owner,
                    settings,
                    webhooks,
                    recent,
                    registry::snapshot,
                    webhookMeter,
                    environment.clock()),
            leadership);
    return deployments.deploy(() -> telling, new DeploymentOptions()).map(telling);
  }

  private Future<Void> lead(WebhookVerticle telling) {
    RegistryVerticle owner = started();
    return vertx
        .executeBlocking(this::url)
        .compose(
            url ->
                owner.onEventLoop(
                    () -> leadership.start(url, owner::follow, List.of(owner, telling))));
  }

  /** Where other servers reach this one. Blocks. */
  private String url() throws UnknownHostException {
    String host = config.http().host();
    boolean isAny = InetAddress.getByName(host).isAnyLocalAddress();
    String known = isAny ? InetAddress.getLocalHost().getHostAddress() : host;
    boolean isV6 = known.indexOf(':') >= 0;
    return config.http().url() != null
        ? config.http().url()
        : "http://%s:%d".formatted(isV6 ? "[" + known + "]" : known, port);
  }

  private Future<String> deployMoreLoops() {
    int more = config.http().eventLoops() - 1;
    return more == 0
        ? Future.succeededFuture("")
        : deployments.deploy(
            () -> new HttpVerticle(this::listener), new DeploymentOptions().setInstances(more));
  }

  private HttpListener listener(Vertx owner) {
    HttpApi.Shared shared =
        new HttpApi.Shared(
            streams.models(),
            environment.clock(),
            environment.streamClock(),
            registry::snapshot,
            lists,
            streams.log(),
            streams.responses(),
            streams.budget(),
            streams.limits(),
            indexes.discoverer()::cacheStats,
            environment.meters()::scrape,
            streams.faults(),
            streams.faultMeter(),
            storeMetrics::writes,
            recent,
            feedMeter,
            leadership::elsewhere,
            () -> ready);
    Supplier<HttpApi> api = () -> new HttpApi(owner, config, shared);
    HttpListener listener = new HttpListener(owner, config.http(), api, bound -> port = bound);
    listeners.add(listener);
    return listener;
  }

  private void open() {
    ready = true;
    simulationFiles.every(Duration.ofSeconds(config.catalog().reloadSeconds()));
    // Both take long to load: not before the first answer, and not on an event loop.
    vertx.executeBlocking(Tokenizer::o200k);
    vertx.executeBlocking(() -> Medium.Image.ofBase64("", false));
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** The registry as it is now. */
  public RegistrySnapshot snapshot() {
    return registry.snapshot();
  }

  /** The registry as a map, for old code; a put waits, and must not be made on an event loop. */
  public ModelRegistryAdapter asMap() {
    BusWrites writes = new BusWrites(started(), new RegistryClient(vertx));
    return new ModelRegistryAdapter(
        registry::snapshot, writes, Context::isOnEventLoopThread, LONGEST_WRITE);
  }

  /**
   * Changes how definitions are made from unknown ids. The handler is called on the registry's
   * event loop.
   *
   * @return completes when it is in force
   */
  public Future<Void> setAutoCreateHandler(Function<String, ModelDefinition> handler) {
    return started().setAutoCreateHandler(handler);
  }

  /**
   * Writes all that the registry holds to one file, in the place of what was there.
   *
   * @return fails with an {@link java.io.IOException} when it cannot be written
   */
  public Future<Void> saveToFile(Path file) {
    return new RegistryClient(vertx)
        .save()
        .compose(
            text ->
                vertx.executeBlocking(
                    () -> {
                      SnapshotFile.save(file, text);
                      return null;
                    },
                    false));
  }

  /**
   * Makes the registry what it was when a file was written, as one revision.
   *
   * @return fails with an {@link dev.understudy.model.UnderstudyException} when the file is not
   *     whole, and nothing is changed
   */
  public Future<RegistryWrite> loadFromFile(Path file) {
    return vertx
        .executeBlocking(() -> Files.readString(file), false)
        .compose(new RegistryClient(vertx)::restore);
  }

  /**
   * Looks for edits of the catalog now, as the server does by itself every so often.
   *
   * @return whether there was an edit, which is in force; fails with a {@link
   *     dev.understudy.catalog.CatalogException} when it is bad, and the running catalog stays
   */
  public Future<Boolean> reloadCatalog() {
    return started().reloadCatalog();
  }

  /**
   * Looks for edits of the files of scripts, faults and scenarios now, as the server does by itself
   * as often as for those of the catalog.
   *
   * @return whether there was an edit, which is in force; fails when it is bad, and what is running
   *     stays
   */
  public Future<Boolean> reloadSimulationFiles() {
    return simulationFiles.now();
  }

  private RegistryVerticle started() {
    return Objects.requireNonNull(verticle, "a server is handed out when it has started");
  }

  /**
   * Stops: no more requests; those under way and streams go on within the configured bound, on all
   * event loops at once; then all parts, the last started first. May be called again.
   */
  public synchronized Future<Void> stop() {
    Future<Void> stopping = stopped;
    if (stopping == null) {
      ready = false;
      simulationFiles.stop();
      stopping =
          drain()
              .eventually(deployments::undeploy)
              .eventually(indexes::stop)
              .eventually(this::close);
      stopped = stopping;
    }
    return stopping;
  }

  /** Not while it is being opened, should the start have failed meanwhile. */
  private Future<Void> close() {
    return opened.transform(ended -> log.close());
  }

  private Future<Void> drain() {
    List<Future<Void>> draining = new ArrayList<>();
    listeners.forEach(listener -> draining.add(listener.stop()));
    RegistryVerticle owner = verticle;
    if (owner != null) {
      draining.add(owner.onEventLoop(leadership::handOver));
      draining.add(owner.stopStreams(Duration.ofSeconds(config.http().drainSeconds())));
    }
    return Future.join(draining).mapEmpty();
  }
}
