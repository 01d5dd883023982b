package dev.understudy.http;

import dev.understudy.bus.FoundModel;
import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ServerConfig;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelStatus;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import java.util.List;

/** Finds the model to be played, and refuses one that cannot be. Confined to one event loop. */
final class PlayedModels {

  private final ModelLookup lookup;
  private final RegistryClient client;
  private final ServerConfig config;

  PlayedModels(ModelLookup lookup, RegistryClient client, ServerConfig config) {
    this.lookup = lookup;
    this.client = client;
    this.config = config;
  }

  /** The mode that the request names, or the configured one. */
  ResolveMode mode(Query parameters) {
    return parameters.resolveMode(config.simulation().resolve());
  }

  /** The model, made up where that is configured; one that has retired may be refused. */
  Future<FoundModel> find(String name, ResolveMode mode) {
    Future<FoundModel> found = lookup.find(name, mode);
    if (config.registry().autoCreate()) {
      found = found.recover(missing -> create(name, missing));
    }
    return found.map(this::unlessRefused);
  }

  private Future<FoundModel> create(String name, Throwable missing) {
    return Errors.known(missing).code() == ErrorCode.MODEL_NOT_FOUND
        ? client.create(name)
        : Future.failedFuture(missing);
  }

  private FoundModel unlessRefused(FoundModel found) {
    ModelDefinition model = found.model();
    if (model.status() == ModelStatus.RETIRED
        && config.simulation().retired() == ServerConfig.Retired.REFUSE) {
      String day = model.retirementDate() == null ? "" : " on " + model.retirementDate();
      throw new UnderstudyException(
          ErrorCode.MODEL_NOT_FOUND,
          "The model `%s` has been retired%s".formatted(model.id(), day),
          "model",
          model.successor() == null ? List.of() : List.of(model.successor()));
    }
    return found;
  }

  /** Refuses a model that is not served on that endpoint. */
  static void refuseUnsupported(ModelDefinition model, Endpoint endpoint) {
    if (!model.supportsEndpoint(endpoint)) {
      String served =
          model.endpoints().isEmpty()
              ? "a model whose chat is not false"
              : "one of its endpoints: "
                  + String.join(", ", model.endpoints().stream().map(Endpoint::jsonName).toList());
      throw new UnderstudyException(
          ErrorCode.UNSUPPORTED_ENDPOINT,
          "model: %s is not served on %s (expected: %s)"
              .formatted(model.id(), endpoint.path(), served),
          "model");
    }
  }
}
