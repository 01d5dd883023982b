package dev.understudy.bus;

import dev.understudy.discovery.Resolution;
import dev.understudy.discovery.Via;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.FineTunes;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model that a name means: ids, aliases and tuned models straight from the snapshot, on
 * the calling thread; everything else by asking the workers. Safe on any thread.
 */
public final class ModelLookup {

  private final Supplier<RegistrySnapshot> snapshots;
  private final RegistryClient client;

  /** A lookup in the current snapshot. */
  public ModelLookup(Supplier<RegistrySnapshot> snapshots, RegistryClient client) {
    this.snapshots = snapshots;
    this.client = client;
  }

  /** The model, or a failure with MODEL_NOT_FOUND or AMBIGUOUS_MODEL and near names. */
  public Future<FoundModel> find(String name, ResolveMode mode) {
    FoundModel found = findNow(name, mode);
    return found != null
        ? Future.succeededFuture(found)
        : client.resolve(name, mode).compose(resolution -> resolved(name, resolution));
  }

  /** The model, as far as it needs no worker; else null. */
  public @Nullable FoundModel findNow(String name, ResolveMode mode) {
    RegistrySnapshot snapshot = snapshots.get();
    ModelEntry entry = snapshot.get(name);
    if (entry != null) {
      return new FoundModel(entry.model(), Via.EXACT, entry.revision());
    }
    ModelEntry made = snapshot.autoGet(name);
    if (made != null) {
      return new FoundModel(made.model(), Via.EXACT, null);
    }
    if (mode == ResolveMode.STRICT) {
      return null;
    }
    ModelEntry target = snapshot.find(name);
    if (target != null) {
      return new FoundModel(target.model(), Via.ALIAS, target.revision());
    }
    ModelDefinition tuned = FineTunes.find(snapshot, name);
    return tuned == null ? null : new FoundModel(tuned, Via.FINE_TUNE, null);
  }

  private Future<FoundModel> resolved(String name, Resolution resolution) {
    String id = resolution.resolved();
    ModelEntry entry = id == null ? null : snapshots.get().get(id);
    Via via = resolution.via();
    return entry == null || via == null
        ? Future.failedFuture(refusal(name, resolution))
        : Future.succeededFuture(new FoundModel(entry.model(), via, entry.revision()));
  }

  private static UnderstudyException refusal(String name, Resolution resolution) {
    String shown = name.length() > 200 ? name.substring(0, 200) + "..." : name;
    String reason = resolution.reason() == null ? "" : ": " + resolution.reason();
    return new UnderstudyException(
        resolution.ambiguous() ? ErrorCode.AMBIGUOUS_MODEL : ErrorCode.MODEL_NOT_FOUND,
        "The model `" + shown + "` does not exist or is not known here" + reason,
        "model",
        resolution.didYouMean());
  }
}
