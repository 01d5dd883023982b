package dev.understudy.app;

import dev.understudy.bus.FoundModel;
import dev.understudy.bus.ModelLookup;
import dev.understudy.discovery.Via;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelRegistry;
import io.vertx.core.Future;

/**
 * The model that a name means, or else one made up from what the name says. Confined to the
 * registry's event loop.
 */
record GetOrCreate(ModelRegistry registry, ModelLookup lookup) {

  /** A made-up model is looked for first, so that its use is counted. */
  Future<FoundModel> find(String name, ResolveMode mode) {
    return registry.snapshot().autoGet(name) != null
        ? created(name)
        : lookup
            .find(name, mode)
            .recover(
                failure ->
                    isUnknownModel(failure) && !isTaken(name)
                        ? created(name)
                        : Future.failedFuture(failure));
  }

  /** True of another model's alias, where the mode is too strict for it. */
  private boolean isTaken(String name) {
    return registry.snapshot().find(name) != null;
  }

  private static boolean isUnknownModel(Throwable failure) {
    return failure instanceof UnderstudyException known
        && (known.code() == ErrorCode.MODEL_NOT_FOUND || known.code() == ErrorCode.AMBIGUOUS_MODEL);
  }

  private Future<FoundModel> created(String name) {
    return Future.succeededFuture(new FoundModel(registry.createAuto(name), Via.EXACT, null));
  }
}
