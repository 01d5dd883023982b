package dev.understudy.registry;

import dev.understudy.json.MergePatch;
import dev.understudy.model.Derivation;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registry: one current {@link RegistrySnapshot}, and every way to make the next. Confined to
 * one thread, the registry's event loop, but for {@link #snapshot}. Each accepted write is one
 * revision; a write that fails changes nothing, and one that changes nothing makes no revision.
 *
 * <p>Two layers: the catalog's definitions below, what was written above (see {@link Layers}). A
 * reload replaces only the lower one. A patch of a model that the catalog drops is kept out of
 * sight and holds again when the catalog brings the model back; a tombstone outlives its model too.
 */
public final class ModelRegistry {

  private final Clock clock;
  private final Interning interning = new Interning();
  private final StatusCalendar calendar = new StatusCalendar();
  private final AutoModels autoModels;

  /** Written by the registry's thread, read by any. */
  private volatile RegistrySnapshot snapshot;

  /**
   * An empty registry.
   *
   * @param clock by which statuses follow their dates, which are days in UTC
   * @param epoch names this life of the registry
   * @param autoCreate makes a definition from an id of which nothing else is known
   */
  public ModelRegistry(Clock clock, String epoch, Function<String, ModelDefinition> autoCreate) {
    this.clock = clock;
    this.autoModels = new AutoModels(autoCreate);
    this.snapshot = RegistrySnapshot.empty(epoch);
  }

  /** The registry as it is now. Any thread. */
  public RegistrySnapshot snapshot() {
    return snapshot;
  }

  /** Registers a model, in the place of the one of that id if there is one. */
  public RegistryWrite register(ModelDefinition model) {
    return registerAll(List.of(model), OnConflict.REPLACE);
  }

  /** Registers all models, or none when one cannot be. */
  public RegistryWrite registerAll(Collection<ModelDefinition> models, OnConflict onConflict) {
    Map<String, Layers> wanted = new LinkedHashMap<>();
    for (ModelDefinition model : models) {
      String id = model.id();
      if (onConflict == OnConflict.FAIL && snapshot.get(id) != null) {
        throw new UnderstudyException(
            ErrorCode.MODEL_EXISTS,
            "there is a model \"%s\" already (expected: a new id)".formatted(id),
            "id");
      }
      if (wanted.put(id, written(model)) != null) {
        throw UnderstudyException.invalid("id", id, "each id once in a request");
      }
    }
    return commit(wanted);
  }

  /** Creates or replaces a model; it stands whole above the catalog's. */
  public RegistryWrite put(ModelDefinition model, Precondition precondition) {
    ModelEntry current = writable(model.id());
    precondition.check(model.id(), current);
    return commit(Map.of(model.id(), written(model)));
  }

  private Layers written(ModelDefinition model) {
    ModelDefinition stated = Derivation.stated(model).with(b -> b.origin(Origin.API));
    return snapshot.layers(model.id()).written(interning.share(stated));
  }

  /** Changes some fields of a model; over the catalog's it is kept as a patch. */
  public RegistryWrite patch(String id, MergePatch patch, Precondition precondition) {
    ModelEntry current = existing(id);
    precondition.check(id, current);
    return commit(Map.of(id, current.layers().patched(patch)));
  }

  /** Removes a model; over the catalog's a tombstone is left. */
  public RegistryWrite remove(String id, Precondition precondition) {
    ModelEntry current = existing(id);
    precondition.check(id, current);
    return commit(Map.of(id, current.layers().removed()));
  }

  /** Removes every model, as {@link #remove} does, and forgets the auto-created ones. */
  public RegistryWrite clear() {
    Map<String, Layers> wanted = new LinkedHashMap<>();
    for (ModelEntry entry : snapshot.entries()) {
      wanted.put(entry.id(), entry.layers().removed());
    }
    snapshot
        .hidden()
        .filterValues(layers -> layers.above() instanceof Layers.Patch)
        .forEach((id, layers) -> wanted.put(id, layers.removed()));
    RegistryWrite write = commit(wanted);
    snapshot = autoModels.clear(snapshot);
    return write;
  }

  /**
   * Replaces the catalog's layer and leaves what was written.
   *
   * @param models with their origins, a catalog file or a remote source
   */
  public RegistryWrite replaceCatalog(Collection<ModelDefinition> models) {
    return commit(new CatalogLayer(snapshot, interning).wanted(models));
  }

  /**
   * Adds to the catalog's layer, where a definition takes the place of one of the same id.
   *
   * @param models with their origins, a catalog file or a remote source
   */
  public RegistryWrite addCatalog(Collection<ModelDefinition> models) {
    return commit(new CatalogLayer(snapshot, interning).added(models));
  }

  /** Lets statuses follow their dates; an ordinary write when one moves. */
  public RegistryWrite refreshStatuses() {
    LocalDate today = today();
    Map<String, Layers> wanted = new LinkedHashMap<>();
    calendar.due(today).forEach(id -> wanted.put(id, snapshot.layers(id)));
    RegistryWrite write = commit(wanted);
    calendar.passed(today);
    return write;
  }

  /** When {@link #refreshStatuses} next has something to do. */
  public Optional<Instant> nextStatusChange() {
    return calendar.next();
  }

  /** The auto-created model of that id, made if need be; the real one if there is one. */
  public ModelDefinition createAuto(String id) {
    ModelEntry real = snapshot.find(id);
    if (real != null) {
      return real.model();
    }
    if (snapshot.autoGet(id) == null) {
      snapshot = autoModels.create(snapshot, id, today());
    }
    autoModels.touch(id);
    ModelEntry made = snapshot.autoGet(id);
    if (made == null) {
      throw new IllegalStateException(id); // it was just made
    }
    return made.model();
  }

  /** Changes how definitions are made from ids. */
  public void setAutoCreateHandler(Function<String, ModelDefinition> handler) {
    autoModels.setHandler(handler);
  }

  /** The one place where the registry changes. */
  private RegistryWrite commit(Map<String, Layers> wanted) {
    LocalDate today = today();
    Commit.Outcome outcome = new Commit(snapshot, today, interning).run(wanted);
    List<RegistryChange> changes = outcome.write().changes();
    changes.forEach(change -> calendar.note(change, today));
    snapshot = autoModels.yieldTo(outcome.snapshot(), changes);
    return outcome.write();
  }

  private @Nullable ModelEntry writable(String id) {
    String target = snapshot.aliasTarget(id);
    if (target != null) {
      throw new UnderstudyException(
          ErrorCode.ALIAS_NOT_WRITABLE,
          "\"%s\" is an alias of model \"%s\" (expected: that id)".formatted(id, target),
          "id",
          List.of(target));
    }
    return snapshot.get(id);
  }

  private ModelEntry existing(String id) {
    ModelEntry entry = writable(id);
    if (entry == null) {
      throw new UnderstudyException(
          ErrorCode.MODEL_NOT_FOUND, "there is no model \"%s\"".formatted(id), "id");
    }
    return entry;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
