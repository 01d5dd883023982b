package dev.understudy.app;

import dev.understudy.bus.Addresses;
import dev.understudy.bus.BusRequest;
import dev.understudy.bus.BusServer;
import dev.understudy.bus.FoundModel;
import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.ModelPage;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.RegistryEvent;
import dev.understudy.bus.StreamServer;
import dev.understudy.catalog.Catalog;
import dev.understudy.discovery.Via;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.Page;
import dev.understudy.registry.RegistryWrite;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Owns the registry: one instance, one event loop, every write in turn on that loop. Serves it over
 * HTTP and the event bus, and publishes each accepted write.
 */
final class RegistryVerticle extends VerticleBase {

  private static final long LONGEST_TIMER_MILLIS = Duration.ofDays(1).toMillis();

  private final ModelRegistry registry;
  private final Catalog catalog;
  private final Clock clock;
  private final CatalogReload reload;
  private final Function<Vertx, HttpListener> listeners;
  private HttpListener listener;
  private BusServer server;
  private ModelLookup lookup;
  private long statusTimer = -1;

  /**
   * The verticle of that registry.
   *
   * @param registry from now on touched by this verticle alone, but for its snapshot
   * @param catalog loaded first
   * @param clock by which statuses follow their dates
   * @param reload tells of edits of the catalog
   * @param listeners makes the HTTP server of this event loop
   */
  RegistryVerticle(
      ModelRegistry registry,
      Catalog catalog,
      Clock clock,
      CatalogReload reload,
      Function<Vertx, HttpListener> listeners) {
    this.registry = registry;
    this.catalog = catalog;
    this.clock = clock;
    this.reload = reload;
    this.listeners = listeners;
  }

  @Override
  public Future<?> start() {
    server = new BusServer(vertx);
    RegistryClient client = new RegistryClient(vertx);
    lookup = new ModelLookup(registry::snapshot, client);
    write(() -> registry.replaceCatalog(catalog.models()));
    reload.start(vertx, edited -> write(() -> registry.replaceCatalog(edited.models())));
    listener = listeners.apply(vertx);
    return serve(new StreamServer(vertx, lookup, client)).compose(served -> listener.start());
  }

  @Override
  public Future<?> stop() {
    return listener.stop();
  }

  private Future<?> serve(StreamServer streams) {
    return Future.all(
        List.of(
            server.serve(
                Addresses.GET, BusRequest.GetModel.class, q -> lookup.find(q.name(), q.mode())),
            server.serve(
                Addresses.GET_OR_CREATE, BusRequest.GetOrCreateModel.class, this::getOrCreate),
            server.serve(Addresses.LIST, BusRequest.ListModels.class, q -> list(q.query())),
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
            server.serve(Addresses.STREAM, BusRequest.OpenStream.class, streams::open)));
  }

  /** Every write passes here: made, published, and the status timer set anew. */
  private Future<RegistryWrite> write(Supplier<RegistryWrite> operation) {
    RegistryWrite write = operation.get();
    publish(write);
    awaitStatusChange();
    return Future.succeededFuture(write);
  }

  private void publish(RegistryWrite write) {
    if (!write.isNoOp()) {
      String epoch = registry.snapshot().epoch();
      server.publish(new RegistryEvent(epoch, write.revision(), write.changes()));
    }
  }

  /** A status follows its date as an ordinary write, on time. */
  private void awaitStatusChange() {
    vertx.cancelTimer(statusTimer);
    registry
        .nextStatusChange()
        .ifPresent(
            at -> {
              long millis = Duration.between(clock.instant(), at).toMillis() + 1;
              statusTimer =
                  vertx.setTimer(
                      Math.max(1, Math.min(millis, LONGEST_TIMER_MILLIS)),
                      timer -> write(registry::refreshStatuses));
            });
  }

  private Future<FoundModel> getOrCreate(BusRequest.GetOrCreateModel request) {
    return lookup
        .find(request.name(), ResolveMode.FUZZY)
        .recover(
            unknown -> {
              ModelDefinition made = registry.createAuto(request.name());
              return Future.succeededFuture(new FoundModel(made, Via.EXACT, null));
            });
  }

  private Future<ModelPage> list(ModelQuery query) {
    Page page = registry.snapshot().list(query);
    return Future.succeededFuture(
        new ModelPage(
            page.entries().stream().map(ModelEntry::model).toList(),
            page.total(),
            page.nextCursor(),
            registry.snapshot().revision()));
  }
}
