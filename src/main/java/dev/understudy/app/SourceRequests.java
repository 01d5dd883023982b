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
import org.jspecify.annotations.Nullable;

/**
 * The remote sources of the server that leads, and who asks for them. Confined to the registry's
 * event loop.
 */
final class SourceRequests {

  private final Supplier<Sources> made;
  private final ServerConfig.Remote config;
  private final Leadership leadership;
  private @Nullable Sources sources;

  /** Those of a registry that was recovered. */
  SourceRequests(
      Vertx vertx,
      ServerConfig config,
      ServerEnvironment environment,
      Leadership leadership,
      SourceStore store,
      SourceMeter meter,
      ModelRegistry registry,
      BiFunction<Cause, Supplier<RegistryWrite>, Future<RegistryWrite>> writer) {
    this.config = config.remote();
    this.leadership = leadership;
    SourceSettings settings =
        new SourceSettings(
            this.config.schemes(), new AddressRules("sources_allow", this.config.allow()));
    this.made =
        () ->
            new Sources(
                vertx,
                environment.clock(),
                new Random(),
                environment.timers(vertx),
                settings,
                store,
                meter,
                registry,
                writer);
  }

  /** Goes on with those that are kept, as the leader; see {@link Sources#load}. */
  Future<Void> load() {
    Sources loaded = made.get();
    return loaded
        .load(config.sources())
        .onSuccess(kept -> sources = loaded)
        .onFailure(unread -> loaded.stop());
  }

  /** See {@link Sources#start}. */
  void start() {
    led().start();
  }

  /** See {@link Sources#stop}; has none any more. */
  Future<Void> stop() {
    Sources last = sources;
    sources = null;
    return last == null ? Future.succeededFuture() : last.stop();
  }

  /** See {@link Sources#replaceFiles}. */
  Future<RegistryWrite> replaceFiles(Collection<ModelDefinition> models) {
    return led().replaceFiles(models);
  }

  /** Whether it has any: those of the leader. */
  boolean isLed() {
    return sources != null;
  }

  private Sources led() {
    Sources known = sources;
    if (known == null) {
      throw leadership.refusal("reading remote sources");
    }
    return known;
  }

  /** Answers on the bus. */
  Future<?> serve(BusServer server) {
    return Future.all(
        List.of(
            server.serve(
                Addresses.SOURCES,
                BusRequest.ListSources.class,
                q -> Future.succeededFuture(led().list())),
            server.serve(
                Addresses.SOURCE,
                BusRequest.GetSource.class,
                q -> Future.succeededFuture(led().get(q.name()))),
            server.serve(
                Addresses.ADD_SOURCE, BusRequest.AddSource.class, q -> led().add(q.source())),
            server.serve(
                Addresses.REMOVE_SOURCE,
                BusRequest.RemoveSource.class,
                q -> led().remove(q.name())),
            server.serve(
                Addresses.REFRESH_SOURCE,
                BusRequest.RefreshSource.class,
                q -> led().refresh(q.name(), q.force(), q.dryRun()))));
  }
}
