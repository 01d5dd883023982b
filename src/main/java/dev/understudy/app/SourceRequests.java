package dev.understudy.app;

import dev.understudy.address.AddressRules;
import dev.understudy.bus.Addresses;
import dev.understudy.bus.BusRequest;
import dev.understudy.bus.BusServer;
import dev.understudy.config.ServerConfig;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.RegistryWrite;
import dev.understudy.source.SourceMeter;
import dev.understudy.source.SourceSettings;
import dev.understudy.source.Sources;
import dev.understudy.store.Cause;
import dev.understudy.store.SourceStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The remote sources of a server, and who asks for them. Confined to the registry's event loop. */
final class SourceRequests {

  private final Sources sources;
  private final ServerConfig.Remote config;

  /** Those of a registry that was recovered. */
  SourceRequests(
      Vertx vertx,
      ServerConfig config,
      ServerEnvironment environment,
      SourceStore store,
      SourceMeter meter,
      ModelRegistry registry,
      BiFunction<Cause, Supplier<RegistryWrite>, Future<RegistryWrite>> writer) {
    this.config = config.remote();
    this.sources =
        new Sources(
            vertx,
            environment.clock(),
            new Random(),
            environment.timers(vertx),
            new SourceSettings(
                this.config.schemes(), new AddressRules("sources_allow", this.config.allow())),
            store,
            meter,
            registry,
            writer);
  }

  /** See {@link Sources#load}. */
  Future<Void> load() {
    return sources.load(config.sources());
  }

  /** See {@link Sources#start}. */
  void start() {
    sources.start();
  }

  /** See {@link Sources#stop}. */
  Future<Void> stop() {
    return sources.stop();
  }

  /** See {@link Sources#replaceFiles}. */
  Future<RegistryWrite> replaceFiles(Collection<ModelDefinition> models) {
    return sources.replaceFiles(models);
  }

  /** Answers on the bus. */
  Future<?> serve(BusServer server) {
    return Future.all(
        List.of(
            server.serve(
                Addresses.SOURCES,
                BusRequest.ListSources.class,
                q -> Future.succeededFuture(sources.list())),
            server.serve(
                Addresses.SOURCE,
                BusRequest.GetSource.class,
                q -> Future.succeededFuture(sources.get(q.name()))),
            server.serve(
                Addresses.ADD_SOURCE, BusRequest.AddSource.class, q -> sources.add(q.source())),
            server.serve(
                Addresses.REMOVE_SOURCE,
                BusRequest.RemoveSource.class,
                q -> sources.remove(q.name())),
            server.serve(
                Addresses.REFRESH_SOURCE,
                BusRequest.RefreshSource.class,
                q -> sources.refresh(q.name(), q.force(), q.dryRun()))));
  }
}
