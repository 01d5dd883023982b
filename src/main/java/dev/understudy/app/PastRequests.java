package dev.understudy.app;

import dev.understudy.bus.Addresses;
import dev.understudy.bus.BusRequest;
import dev.understudy.bus.BusServer;
import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.SnapshotText;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.Layers;
import dev.understudy.registry.ModelLayers;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.store.Cause;
import dev.understudy.store.History;
import dev.understudy.store.SnapshotFile;
import dev.understudy.store.Version;
import dev.understudy.store.Versions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Answers on the bus what models were, and brings it back: versions, layers, snapshots. Confined to
 * the registry's event loop.
 */
final class PastRequests {

  private final Vertx vertx;
  private final Clock clock;
  private final History history;
  private final Versions versions;
  private final ModelRegistry registry;
  private final ModelLookup lookup;
  private final Writes writes;
  private final LongFunction<Future<Void>> reach;

  /**
   * Those of that registry.
   *
   * @param reach completes when a revision shows of which another server may have told
   */
  PastRequests(
      Vertx vertx,
      Clock clock,
      History history,
      ModelRegistry registry,
      ModelLookup lookup,
      Writes writes,
      LongFunction<Future<Void>> reach) {
    this.vertx = vertx;
    this.clock = clock;
    this.history = history;
    this.versions = new Versions(history, registry::snapshot);
    this.registry = registry;
    this.lookup = lookup;
    this.writes = writes;
    this.reach = reach;
  }

  /** The way of every write. */
  interface Writes {
    Future<RegistryWrite> write(Cause cause, Supplier<RegistryWrite> operation);
  }

  /** Completes when all can be asked. */
  Future<?> serve(BusServer server) {
    return Future.all(
        List.of(
            server.serve(Addresses.LAYERS, BusRequest.GetLayers.class, q -> layers(q.name())),
            server.serve(
                Addresses.VERSIONS,
                BusRequest.ListVersions.class,
                q -> versions.list(q.name(), q.before(), q.limit())),
            server.serve(
                Addresses.KEPT_FROM, BusRequest.GetKeptFrom.class, q -> versions.keptFrom()),
            server.serve(
                Addresses.VERSION,
                BusRequest.GetVersion.class,
                q -> versions.version(q.name(), q.version())),
            server.serve(
                Addresses.AS_OF, BusRequest.GetAsOf.class, q -> versions.asOf(q.name(), q.at())),
            server.serve(
                Addresses.DIFF,
                BusRequest.DiffVersions.class,
                q -> versions.diff(q.name(), q.from(), q.to())),
            server.serve(Addresses.ROLL_BACK, BusRequest.RollBackModel.class, this::rollBack),
            server.serve(
                Addresses.CHANGES,
                BusRequest.ListChanges.class,
                q ->
                    reach
                        .apply(q.since().revision())
                        .compose(there -> versions.changes(q.since(), q.limit()))),
            server.serve(
                Addresses.LIST_EVENTS,
                BusRequest.ListEvents.class,
                q ->
                    reach
                        .apply(q.since().revision())
                        .compose(there -> versions.events(q.since(), q.limit()))),
            server.serve(
                Addresses.ALIAS_HISTORY,
                BusRequest.GetAliasHistory.class,
                q -> versions.aliasHistory(q.alias(), q.before(), q.limit())),
            server.serve(Addresses.SAVE, BusRequest.SaveSnapshot.class, q -> save()),
            server.serve(Addresses.RESTORE, BusRequest.RestoreSnapshot.class, this::restore)));
  }

  private Future<ModelLayers> layers(String name) {
    ModelLayers known = ModelLayers.of(registry.snapshot(), name);
    return known != null
        ? Future.succeededFuture(known)
        : lookup.find(name, ResolveMode.ALIAS).map(found -> ModelLayers.none(found.model()));
  }

  private Future<RegistryWrite> rollBack(BusRequest.RollBackModel to) {
    registry.refuseAlias(to.id());
    return versions
        .version(to.id(), to.version(), "roll_back_to")
        .compose(version -> history.layers(version).compose(once -> rollBack(to, version, once)));
  }

  private Future<RegistryWrite> rollBack(
      BusRequest.RollBackModel to, Version version, Layers once) {
    ModelDefinition model = Objects.requireNonNull(version.model(), "one that is there");
    return writes.write(
        Cause.ROLLBACK, () -> registry.rollBack(to.id(), model, once, to.precondition()));
  }

  private Future<SnapshotText> save() {
    RegistrySnapshot snapshot = registry.snapshot();
    Instant now = clock.instant();
    return vertx.executeBlocking(
        () -> new SnapshotText(SnapshotFile.write(snapshot.kept(), now)), false);
  }

  private Future<RegistryWrite> restore(BusRequest.RestoreSnapshot from) {
    return vertx
        .executeBlocking(() -> SnapshotFile.read(from.text()), false)
        .compose(
            kept -> writes.write(Cause.RESTORE, () -> registry.restore(kept, from.precondition())));
  }
}
