package dev.understudy.registry;

import dev.understudy.json.MergePatch;
import dev.understudy.model.Derivation;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry: one current {@link RegistrySnapshot}, and every way to make the next. Confined to
 * one thread, the registry's event loop, but for {@link #snapshot}. Each accepted write is one
 * revision; a write that fails changes nothing, and one that changes nothing makes no revision.
 *
 * <p>A write shows at once, unless there is a {@link #journal}: then it shows when that has it, see
 * {@link #show}, while the next writes are already held against it.
 *
 * <p>Two layers: the catalog's definitions below, what was written above (see {@link Layers}). A
 * reload replaces only the lower one. A patch of a model that the catalog drops is kept out of
 * sight and holds again when the catalog brings the model back; a tombstone outlives its model too.
 */
public final class ModelRegistry {

  private final Clock clock;
  private final Interning interning = new Interning();
  private final ModelCalendar statuses = ModelCalendar.ofStatuses();
  private final Retirements retirements = new Retirements();
  private final AutoModels autoModels;

  /** With every accepted write, those included that do not show yet. */
  private RegistrySnapshot tip;

  /** What shows. Written by the registry's thread, read by any. */
  private volatile RegistrySnapshot snapshot;

  private @Nullable Consumer<Accepted> journal;

  /** What the journal was told of and does not show yet, in order. */
  private final Deque<Accepted> hiddenYet = new ArrayDeque<>();

  /** Whether it is the one, of those of its log, that has the catalog. */
  private boolean hasCatalog;

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
    this.tip = RegistrySnapshot.empty(epoch);
    this.snapshot = tip;
  }

  /**
   * Makes accepted writes show only when {@link #show} says so.
   *
   * @param journal told of each write that makes a revision, in their order
   */
  public void journal(Consumer<Accepted> journal) {
    this.journal = journal;
  }

  /** Becomes what a store has kept. Statuses are as they were then, until they are refreshed. */
  public void recover(Recovered recovered) {
    tip = RegistrySnapshot.of(recovered, interning);
    snapshot = tip;
    statuses.reset(tip.entries());
    retirements.reset(tip.entries(), recovered.toldRetirements());
  }

  /** Shows a write that the journal has been told of, and all before it. */
  public void show(Accepted accepted) {
    long upTo = accepted.write().revision().number();
    while (!hiddenYet.isEmpty() && hiddenYet.peek().write().revision().number() <= upTo) {
      hiddenYet.remove();
    }
    snapshot =
        accepted.snapshot().revision().equals(tip.revision())
            ? tip
            : accepted.snapshot().withAuto(tip.autoModels());
  }

  /** Takes back every accepted write that does not show. */
  public void takeBack() {
    tip = snapshot;
    while (!hiddenYet.isEmpty()) {
      RegistryWrite gone = hiddenYet.removeLast().write();
      gone.changes().forEach(statuses::takeBack);
      retirements.takeBack(gone);
    }
  }

  /**
   * Takes over a write that another registry has made of the same log, which shows at once; nothing
   * may be accepted here meanwhile that does not show.
   *
   * @param revision the next one
   * @param models what it kept
   * @param events what it told
   */
  public void follow(Revision revision, List<Recovered.Model> models, List<Event> events) {
    if (!hiddenYet.isEmpty() || !revision.equals(tip.revision().next())) {
      throw new IllegalStateException(
          "revision %s after %s (expected: the next)".formatted(revision, tip.revision()));
    }
    LocalDate today = today();
    Commit.Outcome outcome =
        new Commit(tip, today, interning, List.of()).take(revision, models, hasCatalog);
    List<RegistryChange> changes = outcome.write().changes();
    changes.forEach(change -> statuses.note(change, today));
    retirements.note(changes);
    retirements.heard(events);
    tip = autoModels.yieldTo(outcome.snapshot(), changes);
    snapshot = tip;
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
      if (onConflict == OnConflict.FAIL && tip.get(id) != null) {
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
    return tip.layers(model.id()).written(Derivation.stated(model));
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

  /** Removes models that are there, as {@link #remove} does, in one write. */
  public RegistryWrite removeAll(Collection<String> ids) {
    Map<String, Layers> wanted = new LinkedHashMap<>();
    ids.forEach(id -> wanted.put(id, existing(id).layers().removed()));
    return commit(wanted);
  }

  /**
   * Removes every model, as {@link #remove} does, and forgets the auto-created ones. Patches out of
   * sight go with them, where there is any model to remove.
   */
  public RegistryWrite clear() {
    Map<String, Layers> wanted = new LinkedHashMap<>();
    for (ModelEntry entry : tip.entries()) {
      wanted.put(entry.id(), entry.layers().removed());
    }
    tip.hidden()
        .filterValues(layers -> layers.above() instanceof Layers.Patch)
        .forEach((id, layers) -> wanted.put(id, layers.removed()));
    RegistryWrite write = commit(wanted);
    moveAuto(autoModels.clear(tip));
    return write;
  }

  /**
   * Makes a model what it was, also where it is no more. It follows the catalog again where that
   * says the same.
   *
   * @param id of the model
   * @param model what it was
   * @param once what the layers held then
   */
  public RegistryWrite rollBack(
      String id, ModelDefinition model, Layers once, Precondition precondition) {
    precondition.check(id, writable(id));
    return commit(Map.of(id, tip.layers(id).showing(model, once.above())));
  }

  /**
   * Makes the registry what it was when that was kept, as one write. Models follow the catalog
   * where it says the same; those of the catalog that were not there get a tombstone.
   *
   * @param precondition of the whole registry
   */
  public RegistryWrite restore(Recovered kept, Precondition precondition) {
    precondition.checkAll(tip.revision());
    Map<String, Layers> wanted = new TreeMap<>();
    tip.kept().models().forEach(now -> wanted.put(now.id(), now.layers().removed()));
    for (Recovered.Model model : kept.models()) {
      Layers now = tip.layers(model.id());
      ModelDefinition shown = model.definition();
      wanted.put(
          model.id(),
          shown == null
              ? now.withAbove(model.layers().above())
              : now.showing(shown, model.layers().above()));
    }
    RegistryWrite write = commit(wanted);
    moveAuto(autoModels.clear(tip));
    return write;
  }

  /**
   * Replaces the catalog's layer and leaves what was written.
   *
   * @param models with their origins, a catalog file or a remote source
   */
  public RegistryWrite replaceCatalog(Collection<ModelDefinition> models) {
    return replaceCatalog(models, List.of());
  }

  /** The same, which tells more; where it does, it is a revision even when no model changes. */
  public RegistryWrite replaceCatalog(Collection<ModelDefinition> models, List<Notice> notices) {
    hasCatalog = true;
    return commit(new CatalogLayer(tip, interning).wanted(models), notices);
  }

  /** Another registry of the log has the catalog now: what lies beneath is as that says. */
  public void leaveCatalog() {
    hasCatalog = false;
  }

  /**
   * Whether the catalog's layer could be replaced so; changes nothing.
   *
   * @throws UnderstudyException why not
   * @throws dev.understudy.model.InvalidModelException why not
   */
  public void checkCatalog(Collection<ModelDefinition> models) {
    new Commit(tip, today(), interning, List.of())
        .run(new CatalogLayer(tip, interning).wanted(models));
  }

  /** The catalog's layer as it is now, as stated, in no order. */
  public List<ModelDefinition> catalogLayer() {
    return new CatalogLayer(tip, interning).bases();
  }

  /**
   * Adds to the catalog's layer, where a definition takes the place of one of the same id.
   *
   * @param models with their origins, a catalog file or a remote source
   */
  public RegistryWrite addCatalog(Collection<ModelDefinition> models) {
    return commit(new CatalogLayer(tip, interning).added(models));
  }

  /**
   * Tells of models that retire soon: with the write that makes it so, or that follows dates.
   *
   * @param leadDays how many days before; 0 for never
   */
  public void tellRetirements(int leadDays) {
    retirements.lead(leadDays);
  }

  /** Lets statuses follow their dates, and tells; an ordinary write when there is anything. */
  public RegistryWrite followDates() {
    LocalDate today = today();
    Map<String, Layers> wanted = new LinkedHashMap<>();
    statuses.due(today).forEach(id -> wanted.put(id, tip.layers(id)));
    RegistryWrite write = commit(wanted, retirements.due(tip, today));
    statuses.passed(today);
    return write;
  }

  /** When {@link #followDates} next has something to do. */
  public Optional<Instant> nextDate() {
    return Stream.concat(statuses.next().stream(), retirements.next().stream())
        .min(Comparator.naturalOrder());
  }

  /** Tells what happened to no model. */
  public RegistryWrite tell(Notice notice) {
    return commit(Map.of(), List.of(notice));
  }

  /** The auto-created model of that id, made if need be; the real one if there is one. */
  public ModelDefinition createAuto(String id) {
    ModelEntry real = tip.find(id);
    if (real != null) {
      return real.model();
    }
    if (tip.autoGet(id) == null) {
      moveAuto(autoModels.create(tip, id, today()));
    }
    autoModels.touch(id);
    ModelEntry made = tip.autoGet(id);
    if (made == null) {
      throw new IllegalStateException(id); // it was just made
    }
    return made.model();
  }

  /** Changes how definitions are made from ids. */
  public void setAutoCreateHandler(Function<String, ModelDefinition> handler) {
    autoModels.setHandler(handler);
  }

  private RegistryWrite commit(Map<String, Layers> wanted) {
    return commit(wanted, List.of());
  }

  /** The one place where the registry changes. */
  private RegistryWrite commit(Map<String, Layers> wanted, List<Notice> notices) {
    LocalDate today = today();
    Commit.Outcome outcome = new Commit(tip, today, interning, notices).run(wanted);
    List<RegistryChange> changes = outcome.write().changes();
    RegistryWrite write = outcome.write().telling(retirements.due(changes, today));
    changes.forEach(change -> statuses.note(change, today));
    retirements.note(changes);
    boolean shown = tip == snapshot;
    tip = autoModels.yieldTo(outcome.snapshot(), changes);
    if (journal != null && !write.isNoOp()) {
      Accepted accepted = new Accepted(write, outcome.moves(), tip);
      hiddenYet.add(accepted);
      journal.accept(accepted);
    } else if (shown) {
      snapshot = tip;
    }
    return write;
  }

  /** Auto-created models are in no journal: they show at once. */
  private void moveAuto(RegistrySnapshot next) {
    snapshot = tip == snapshot ? next : snapshot.withAuto(next.autoModels());
    tip = next;
  }

  private @Nullable ModelEntry writable(String id) {
    refuseAlias(id);
    return tip.get(id);
  }

  /**
   * Holds the name of a write against the aliases.
   *
   * @throws UnderstudyException ALIAS_NOT_WRITABLE when it is one
   */
  public void refuseAlias(String id) {
    String target = tip.aliasTarget(id);
    if (target != null) {
      throw new UnderstudyException(
          ErrorCode.ALIAS_NOT_WRITABLE,
          "\"%s\" is an alias of model \"%s\" (expected: that id)".formatted(id, target),
          "id",
          List.of(target));
    }
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
