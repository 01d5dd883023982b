package dev.understudy.worker;

import dev.understudy.discovery.Segmented;
import dev.understudy.model.ModelDefinition;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.SnapshotDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An index that follows the registry. A look after a write adds what was written, once for all who
 * wait; when the index has come to many parts, or much was written, it is made anew of all models:
 * in the background where it still serves. Blocking; safe on any thread that may wait.
 *
 * @param <T> the index; immutable
 */
final class SnapshotIndex<T extends Segmented<T>> {

  /** More parts than this make each look dear enough for a new index. */
  private static final int MOST_SEGMENTS = 16;

  /** A write of more than one in this many models is as dear as a new index. */
  private static final int WHOLE_TO_CHANGED = 4;

  private final Supplier<RegistrySnapshot> snapshots;
  private final ToLongFunction<RegistrySnapshot> revision;
  private final Function<List<ModelDefinition>, T> builder;
  private final Executor background;

  /** Written under the lock, read by any thread. */
  private volatile @Nullable Built<T> latest;

  // Accessed under the lock
  private boolean rebuilding;

  /**
   * An index that is not built yet.
   *
   * @param snapshots the registry as it is now
   * @param revision what moves when the index no longer fits
   * @param builder makes an index of all models
   * @param background runs what takes long
   */
  SnapshotIndex(
      Supplier<RegistrySnapshot> snapshots,
      ToLongFunction<RegistrySnapshot> revision,
      Function<List<ModelDefinition>, T> builder,
      Executor background) {
    this.snapshots = snapshots;
    this.revision = revision;
    this.builder = builder;
    this.background = background;
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
    return built != null && fits(built) ? built : advance();
  }

  private boolean fits(Built<T> built) {
    return built.revision == revision.applyAsLong(snapshots.get());
  }

  private synchronized Built<T> advance() {
    Built<T> built = latest;
    if (built == null) {
      built = build(snapshots.get());
    } else if (!fits(built)) {
      built = advanced(built);
    }
    latest = built;
    if (built.index.segments() > MOST_SEGMENTS && !rebuilding) {
      rebuilding = true;
      background.execute(this::rebuild);
    }
    return built;
  }

  private Built<T> advanced(Built<T> built) {
    RegistrySnapshot snapshot = snapshots.get();
    SnapshotDelta delta = snapshot.since(built.snapshot);
    return delta.size() > snapshot.count() / WHOLE_TO_CHANGED
        ? build(snapshot)
        : new Built<>(
            revision.applyAsLong(snapshot),
            snapshot,
            built.index.updated(delta.gone(), delta.come()));
  }

  private Built<T> build(RegistrySnapshot snapshot) {
    List<ModelDefinition> models = new ArrayList<>(snapshot.count());
    for (ModelEntry entry : snapshot.entries()) {
      models.add(entry.model());
    }
    return new Built<>(revision.applyAsLong(snapshot), snapshot, builder.apply(models));
  }

  private void rebuild() {
    try {
      Built<T> whole = build(snapshots.get());
      synchronized (this) {
        latest = fits(whole) ? whole : advanced(whole);
      }
    } finally {
      synchronized (this) {
        rebuilding = false;
      }
    }
  }
}
