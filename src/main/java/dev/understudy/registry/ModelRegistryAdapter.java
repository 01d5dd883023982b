package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registry as a map from ids to definitions, for code that was written against one. Reads go to
 * the current snapshot, on any thread; {@link #get} takes aliases too. Writes wait until the
 * registry has made them, so they throw {@link IllegalStateException} on an event loop. The views
 * are of the snapshot at the time of the call.
 */
public final class ModelRegistryAdapter extends AbstractMap<String, ModelDefinition> {

  /** Makes writes on the registry's own thread. */
  public interface Writes {

    /** Registers the model, in the place of the one of that id. */
    CompletionStage<?> put(ModelDefinition model);

    /** Removes the model. */
    CompletionStage<?> remove(String id);
  }

  private final Supplier<RegistrySnapshot> snapshots;
  private final Writes writes;
  private final BooleanSupplier onEventLoop;
  private final Duration timeout;

  /**
   * A map over a registry.
   *
   * @param snapshots gives the current snapshot
   * @param writes where writes go
   * @param onEventLoop whether the current thread must not wait
   * @param timeout how long a write is waited for
   */
  public ModelRegistryAdapter(
      Supplier<RegistrySnapshot> snapshots,
      Writes writes,
      BooleanSupplier onEventLoop,
      Duration timeout) {
    this.snapshots = snapshots;
    this.writes = writes;
    this.onEventLoop = onEventLoop;
    this.timeout = timeout;
  }

  /** The model with that id or alias, or null. */
  @Override
  public @Nullable ModelDefinition get(@Nullable Object name) {
    ModelEntry entry = name instanceof String text ? snapshots.get().find(text) : null;
    return entry == null ? null : entry.model();
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public int size() {
    return snapshots.get().count();
  }

  /**
   * Registers a model and waits for it.
   *
   * @param id the model's own id
   * @return what had that id
   */
  @Override
  public @Nullable ModelDefinition put(String id, ModelDefinition model) {
    if (!id.equals(model.id())) {
      throw new IllegalArgumentException(
          "key: %s (expected: %s, the id of the model)".formatted(id, model.id()));
    }
    ModelDefinition before = exact(id);
    await("put", () -> writes.put(model));
    return before;
  }

  /** Removes the model with exactly that id and waits for it. */
  @Override
  public @Nullable ModelDefinition remove(@Nullable Object id) {
    ModelDefinition before = id instanceof String text ? exact(text) : null;
    if (before != null) {
      await("remove", () -> writes.remove(before.id()));
    }
    return before;
  }

  private @Nullable ModelDefinition exact(String id) {
    ModelEntry entry = snapshots.get().get(id);
    return entry == null ? null : entry.model();
  }

  private void await(String operation, Supplier<CompletionStage<?>> write) {
    if (onEventLoop.getAsBoolean()) {
      throw new IllegalStateException(
          operation
              + " on thread "
              + Thread.currentThread().getName()
              + " (expected: a thread that may wait, not an event loop)");
    }
    try {
      write.get().toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(operation + " was interrupted; it may still be made", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          operation + " was not made within " + timeout + "; it may still be", e);
    }
  }

  @Override
  public Set<Map.Entry<String, ModelDefinition>> entrySet() {
    return new Entries(snapshots.get());
  }

  /** The entries of one snapshot, in the order of the ids; removing goes to the registry. */
  private final class Entries extends AbstractSet<Map.Entry<String, ModelDefinition>> {
    private final RegistrySnapshot snapshot;

    Entries(RegistrySnapshot snapshot) {
      this.snapshot = snapshot;
    }

    @Override
    public int size() {
      return snapshot.count();
    }

    @Override
    public Iterator<Map.Entry<String, ModelDefinition>> iterator() {
      Iterator<ModelEntry> entries = snapshot.entries().iterator();
      return new Iterator<>() {
        private @Nullable String last;

        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public Map.Entry<String, ModelDefinition> next() {
          ModelEntry entry = entries.next();
          last = entry.id();
          return Map.entry(entry.id(), entry.model());
        }

        @Override
        public void remove() {
          if (last == null) {
            throw new IllegalStateException("remove before next");
          }
          ModelRegistryAdapter.this.remove(last);
          last = null;
        }
      };
    }
  }
}
