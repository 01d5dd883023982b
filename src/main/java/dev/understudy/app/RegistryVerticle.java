package dev.understudy.app;

import dev.understudy.bus.Addresses;
import dev.understudy.bus.BusRequest;
import dev.understudy.bus.BusServer;
import dev.understudy.bus.ModelCount;
import dev.understudy.bus.ModelIds;
import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.ModelPage;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.RegistryEvent;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.bus.StreamServer;
import dev.understudy.catalog.Catalog;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.catalog.CatalogWatcher;
import dev.understudy.config.ServerConfig;
import dev.understudy.feed.RecentEvents;
import dev.understudy.metrics.StoreMetrics;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Recovered;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.simulation.Pacer;
import dev.understudy.source.SourceMeter;
import dev.understudy.store.Cause;
import dev.understudy.store.DurableWrites;
import dev.understudy.store.LoggedWrite;
import dev.understudy.store.Retention;
import dev.understudy.store.RevisionLog;
import dev.understudy.store.SourceStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the registry: one instance, one event loop, every write in turn on that loop. Serves it over
 * HTTP and the event bus, and publishes each accepted write.
 */
final class RegistryVerticle extends VerticleBase implements Leadership.Work {

  /** How often a new log is looked at which another server is about to fill. */
  private static final Duration NEW_LOG = Duration.ofMillis(100);

  /** More than these are not looked at one by one on the event loop. */
  private static final int MANY_MODELS = 5_000;

  /** After how long a receiver of a stream that gives no credits is taken for gone. */
  private static final Duration STREAM_PATIENCE = Duration.ofSeconds(30);

  /** How long to wait when statuses could not be made to follow their dates. */
  private static final Duration STATUS_RETRY = Duration.ofSeconds(10);

  /** How often it is looked for what need not be kept. */
  private static final Duration COMPACTION = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(RegistryVerticle.class);

  private final ServerConfig config;
  private final ServerEnvironment environment;
  private final ModelRegistry registry;
  private final Streams played;
  private final CatalogLoader loader;
  private final RevisionLog log;
  private final SourceStore sourceStore;
  private final SourceMeter sourceMeter;
  private final Recovered recovered;
  private final Leadership leadership;
  private final StoreMetrics store;
  private final RecentEvents recent;
  private final Function<Vertx, HttpListener> listeners;
  private BusServer server;
  private ModelLookup lookup;
  private GetOrCreate getOrCreate;
  private StreamServer streams;
  private StatusTimer statusTimer;
  private CatalogReload reload;
  private DurableWrites writes;
  private PastRequests past;
  private SourceRequests sources;
  private Catalog catalog;
  private Future<?> compacting = Future.succeededFuture();

  /**
   * The verticle of that registry.
   *
   * @param environment its clock is the one by which statuses follow their dates
   * @param registry from now on touched by this verticle alone, but for its snapshot
   * @param played streams, over the bus too
   * @param loader reads the catalog again when it was edited
   * @param catalog loaded first
   * @param log where every write is kept
   * @param sourceStore where remote sources are kept
   * @param sourceMeter counts what comes of them
   * @param recovered what the log has kept
   * @param leadership says whether this server leads
   * @param store told whether writes are kept
   * @param recent told what happens
   * @param listeners makes the HTTP server of this event loop
   */
  RegistryVerticle(
      ServerConfig config,
      ServerEnvironment environment,
      ModelRegistry registry,
      Streams played,
      CatalogLoader loader,
      Catalog catalog,
      RevisionLog log,
      SourceStore sourceStore,
      SourceMeter sourceMeter,
      Recovered recovered,
      Leadership leadership,
      StoreMetrics store,
      RecentEvents recent,
      Function<Vertx, HttpListener> listeners) {
    this.config = config;
    this.environment = environment;
    this.registry = registry;
    this.played = played;
    this.loader = loader;
    this.catalog = catalog;
    this.log = log;
    this.sourceStore = sourceStore;
    this.sourceMeter = sourceMeter;
    this.recovered = recovered;
    this.leadership = leadership;
    this.store = store;
    this.recent = recent;
    this.listeners = listeners;
  }

  @Override
  public Future<?> start() {
    server = new BusServer(vertx);
    lookup = new ModelLookup(registry::snapshot, new RegistryClient(vertx));
    getOrCreate = new GetOrCreate(registry, lookup);
    Pacer pacer = Pacer.of(context, environment.streamClock());
    SimulationPlayer player =
        new SimulationPlayer(played.models(), pacer, played.log(), played.budget());
    streams = new StreamServer(vertx, played.models(), player, STREAM_PATIENCE);
    statusTimer =
        new StatusTimer(
            vertx,
            environment.clock(),
            STATUS_RETRY,
            () -> write(Cause.STATUS, registry::followDates));
    reload = reload();
    registry.tellRetirements(config.registry().retiringLeadDays());
    registry.recover(recovered);
    writes = new DurableWrites(vertx, environment.clock(), registry, log, this::shown);
    vertx.setPeriodic(COMPACTION.toMillis(), timer -> compact());
    past =
        new PastRequests(
            vertx, environment.clock(), log.history(), registry, lookup, this::write, this::reach);
    // What dates have moved while no server ran is one thing, what was edited another.
    sources =
        new SourceRequests(
            vertx,
            config,
            environment,
            leadership,
            sourceStore,
            sourceMeter,
            registry,
            this::write);
    return giveUp(recovered.unreadable())
        .compose(given -> orAsItWas(write(Cause.STATUS, registry::followDates)))
        .compose(refreshed -> leadOrFollow())
        .onSuccess(taken -> reload.every(Duration.ofSeconds(config.catalog().reloadSeconds())))
        .compose(taken -> serve())
        .onSuccess(served -> startSources())
        .compose(served -> listeners.apply(vertx).start());
  }

  /** A new log is not served before it has what the leader's files say. */
  private Future<Void> leadOrFollow() {
    return leadership
        .claim()
        .compose(
            leads -> {
              if (leads) {
                return lead();
              }
              return registry.snapshot().revision().number() > 0
                  ? Future.succeededFuture()
                  : vertx
                      .timer(NEW_LOG.toMillis(), TimeUnit.MILLISECONDS)
                      .compose(passed -> leadership.revision())
                      .onSuccess(writes::follow)
                      .compose(heard -> leadOrFollow());
            });
  }

  private Future<Void> lead() {
    return sources.load().compose(loaded -> orAsItWas(reload.first(catalog))).mapEmpty();
  }

  private void startSources() {
    if (leadership.isLeading()) {
      sources.start();
    }
  }

  /** As the leader, reads the catalog and remote sources for all. */
  @Override
  public Future<Void> begin() {
    return lead().onSuccess(taken -> sources.start());
  }

  @Override
  public Future<Void> end() {
    registry.leaveCatalog();
    return sources.stop();
  }

  /** Who was told of a revision by another server may ask for it here before this one was told. */
  private Future<Void> reach(long revision) {
    return revision <= registry.snapshot().revision().number() || !log.isShared()
        ? Future.succeededFuture()
        : leadership
            .revision()
            .compose(last -> writes.follow(Math.min(revision, last)))
            .otherwiseEmpty();
  }

  /** See {@link DurableWrites#follow}; dates of others are followed too. */
  void follow(long revision) {
    writes.follow(revision).onComplete(reached -> statusTimer.set(registry.nextDate()));
  }

  private Future<?> giveUp(List<String> unreadable) {
    return unreadable.isEmpty()
        ? Future.succeededFuture()
        : write(Cause.LOSS, () -> registry.removeAll(unreadable));
  }

  /** A store that is full, or files that do not fit what was written, are no reason not to read. */
  private Future<?> orAsItWas(Future<?> start) {
    return recovered.revision().number() == 0 ? start : start.otherwiseEmpty();
  }

  private CatalogReload reload() {
    ServerConfig.CatalogFiles files = config.catalog();
    CatalogWatcher watcher =
        new CatalogWatcher(files.dir(), catalog.fingerprint(), environment.clock());
    return new CatalogReload(
        vertx,
        loader,
        watcher,
        files.providers(),
        this::take,
        () -> registry.snapshot().revision().number());
  }

  /** Who does not lead takes it when it does. */
  private Future<?> take(Catalog read) {
    catalog = read;
    return sources.isLed() ? sources.replaceFiles(read.models()) : Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    reload.stop();
    return (sources == null ? Future.<Void>succeededFuture() : sources.stop())
        .eventually(leadership::stop);
  }

  /** See {@link CatalogReload#now}. Safe on any thread. */
  Future<Boolean> reloadCatalog() {
    return reload.now();
  }

  /** Waits for the streams over the bus to end, and cuts them after that time. Any thread. */
  Future<Void> stopStreams(Duration bound) {
    return onEventLoop(() -> streams.stop(bound));
  }

  /** See {@link ModelRegistry#setAutoCreateHandler}. Any thread. */
  Future<Void> setAutoCreateHandler(Function<String, ModelDefinition> handler) {
    return onEventLoop(
        () -> {
          registry.setAutoCreateHandler(handler);
          return Future.succeededFuture();
        });
  }

  /** Runs a task on the registry's event loop. Any thread; completes on no context of its own. */
  <T> Future<T> onEventLoop(Supplier<Future<T>> task) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        run -> Future.succeededFuture().compose(ready -> task.get()).onComplete(done));
    return done.future();
  }

  private Future<?> serve() {
    return Future.all(
        List.of(
            server.serve(
                Addresses.GET, BusRequest.GetModel.class, q -> lookup.find(q.name(), q.mode())),
            server.serve(
                Addresses.GET_OR_CREATE,
                BusRequest.GetOrCreateModel.class,
                q -> getOrCreate.find(q.name(), q.mode())),
            server.serve(
                Addresses.LIST,
                BusRequest.ListModels.class,
                q -> listed(q.query(), snapshot -> ModelPage.of(snapshot, q.query()))),
            server.serve(
                Addresses.LIST_IDS,
                BusRequest.ListIds.class,
                q -> listed(q.query(), snapshot -> new ModelIds(snapshot.ids(q.query())))),
            server.serve(
                Addresses.COUNT,
                BusRequest.CountModels.class,
                q -> Future.succeededFuture(new ModelCount(registry.snapshot().count()))),
            server.serve(
                Addresses.STATS,
                BusRequest.GetStats.class,
                q -> Future.succeededFuture(registry.snapshot().stats())),
            server.serve(
                Addresses.REGISTER,
                BusRequest.RegisterModels.class,
                q -> write(() -> registry.registerAll(q.models(), q.onConflict()))),
            server.serve(
                Addresses.PUT,
                BusRequest.PutModel.class,
                q -> write(() -> registry.put(q.model(), q.precondition()))),
            server.serve(
                Addresses.PATCH,
                BusRequest.PatchModel.class,
                q -> write(() -> registry.patch(q.id(), q.patch(), q.precondition()))),
            server.serve(
                Addresses.REMOVE,
                BusRequest.RemoveModel.class,
                q -> write(() -> registry.remove(q.id(), q.precondition()))),
            server.serve(
                Addresses.CLEAR, BusRequest.ClearModels.class, q -> write(registry::clear)),
            past.serve(server),
            sources.serve(server),
            server.serve(Addresses.STREAM, BusRequest.OpenStream.class, streams::open)));
  }

  private Future<RegistryWrite> write(Supplier<RegistryWrite> operation) {
    return write(Cause.WRITE, operation);
  }

  /** Every write passes here. */
  private Future<RegistryWrite> write(Cause cause, Supplier<RegistryWrite> operation) {
    return writes
        .write(cause, operation)
        .onSuccess(this::kept)
        .onFailure(store::failed)
        .onComplete(ended -> statusTimer.set(registry.nextDate()));
  }

  /** What changes nothing does not need the store. */
  private void kept(RegistryWrite write) {
    if (!write.isNoOp()) {
      store.kept();
    }
  }

  /** Of the store, one after the other. */
  private void compact() {
    if (compacting.isComplete() && leadership.isLeading()) {
      ServerConfig.Store kept = config.store();
      Duration age = kept.keepDays() == 0 ? null : Duration.ofDays(kept.keepDays());
      compacting =
          log.compact(new Retention(kept.keepRevisions(), age), environment.clock().instant())
              .onFailure(failure -> LOG.warn("not compacted: {}", failure.getMessage()));
    }
  }

  private void shown(LoggedWrite write) {
    RegistryEvent event =
        new RegistryEvent(
            registry.snapshot().epoch(),
            write.revision(),
            write.at(),
            write.cause(),
            write.events());
    recent.add(event);
    server.publish(event);
  }

  private <T> Future<T> listed(ModelQuery query, Function<RegistrySnapshot, T> answer) {
    RegistrySnapshot snapshot = registry.snapshot();
    return query.looksAtAll() && snapshot.count() > MANY_MODELS
        ? vertx.executeBlocking(() -> answer.apply(snapshot), false)
        : Future.succeededFuture(answer.apply(snapshot));
  }
}
