package dev.understudy.worker;

import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Something worked out from all models of the registry, anew when what it depends on has moved.
 * Blocking while it is worked out, once for all who wait; safe on any thread that may wait.
 *
 * @param <T> what is worked out; immutable
 */
final class SnapshotIndex<T> {

  private final Supplier<RegistrySnapshot> snapshots;
  private final ToLongFunction<RegistrySnapshot> revision;
  private final Function<List<ModelDefinition>, T> builder;

  /** Written under the lock, read by any thread. */
  private volatile @Nullable Built<T> latest;

  /**
   * An index that is not built yet.
   *
   * @param snapshots the registry as it is now
   * @param revision what moves when the index no longer fits
   */
  SnapshotIndex(
      Supplier<RegistrySnapshot> snapshots,
      ToLongFunction<RegistrySnapshot> revision,
      Function<List<ModelDefinition>, T> builder) {
    this.snapshots = snapshots;
    this.revision = revision;
    this.builder = builder;
  }

  /**
   * An index and what it was built from.
   *
   * @param revision of which it is
   */
  record Built<T>(long revision, RegistrySnapshot snapshot, T index) {}

  /** The index of the registry as it is at the call, or newer. */
  Built<T> current() {
    Built<T> built = latest;
    return built != null && fits(built) ? built : build();
  }

  private boolean fits(Built<T> built) {
    return built.revision == revision.applyAsLong(snapshots.get());
  }

  private synchronized Built<T> build() {
    Built<T> built = latest;
    if (built == null || !fits(built)) {
      RegistrySnapshot snapshot = snapshots.get();
      built =
          new Built<>(revision.applyAsLong(snapshot), snapshot, builder.apply(models(snapshot)));
      latest = built;
    }
    return built;
  }

  private static List<ModelDefinition> models(RegistrySnapshot snapshot) {
    List<ModelDefinition> models = new ArrayList<>(snapshot.count());
    for (ModelEntry entry : snapshot.entries()) {
      models.add(entry.model());
    }
    return models;
  }
}
