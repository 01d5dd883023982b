package dev.understudy.app;

import dev.understudy.bus.RegistryClient;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelRegistryAdapter;
import dev.understudy.registry.Precondition;
import java.util.concurrent.CompletionStage;

/**
 * The writes of the map, made over the bus from the registry's event loop. A reply comes to the
 * context that asked, and that of a worker verticle is taken by the very call that waits for the
 * reply. Safe on any thread.
 */
record BusWrites(RegistryVerticle owner, RegistryClient client)
    implements ModelRegistryAdapter.Writes {

  @Override
  public CompletionStage<?> put(ModelDefinition model) {
    return owner.onEventLoop(() -> client.register(model)).toCompletionStage();
  }

  @Override
  public CompletionStage<?> remove(String id) {
    return owner.onEventLoop(() -> client.remove(id, Precondition.none())).toCompletionStage();
  }
}
