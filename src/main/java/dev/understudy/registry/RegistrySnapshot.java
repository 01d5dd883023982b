package dev.understudy.registry;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import io.vavr.collection.HashMap;
import io.vavr.collection.TreeMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry at one moment. Immutable; safe on any thread. */
public final class RegistrySnapshot {

  private final String epoch;
  private final Revision revision;
  private final long namesRevision;
  private final long autoRevision;
  private final ModelIndex index;
  private final TreeMap<String, ModelEntry> auto;

  /** Tombstones, and patches whose catalog model is gone: ids with layers, but no model. */
  private final HashMap<String, Layers> hidden;

  private RegistrySnapshot(
      String epoch,
      Revision revision,
      long namesRevision,
      long autoRevision,
      ModelIndex index,
      TreeMap<String, ModelEntry> auto,
      HashMap<String, Layers> hidden) {
    this.epoch = epoch;
    this.revision = revision;
    this.namesRevision = namesRevision;
    this.autoRevision = autoRevision;
    this.index = index;
    this.auto = auto;
    this.hidden = hidden;
  }

  static RegistrySnapshot empty(String epoch) {
    return new RegistrySnapshot(
        epoch, Revision.ZERO, 0, 0, ModelIndex.EMPTY, TreeMap.empty(), HashMap.empty());
  }

  /** The registry as it was kept. */
  static RegistrySnapshot of(Recovered recovered, Interning interning) {
    ModelIndex.Editor editor = ModelIndex.EMPTY.edit();
    HashMap<String, Layers> hidden = HashMap.empty();
    for (Recovered.Model model : recovered.models()) {
      ModelDefinition shown = model.definition();
      if (shown == null) {
        hidden = hidden.put(model.id(), model.layers());
      } else {
        editor.put(null, interning.share(shown), model.revision(), model.layers().unlessPlain());
      }
    }
    return new RegistrySnapshot(
        recovered.epoch(), recovered.revision(), 0, 0, editor.build(), TreeMap.empty(), hidden);
  }

  RegistrySnapshot next(
      Revision newRevision,
      long newNamesRevision,
      ModelIndex newIndex,
      HashMap<String, Layers> newHidden) {
    return new RegistrySnapshot(
        epoch, newRevision, newNamesRevision, autoRevision, newIndex, auto, newHidden);
  }

  RegistrySnapshot withAuto(TreeMap<String, ModelEntry> newAuto) {
    return new RegistrySnapshot(
        epoch, revision, namesRevision, autoRevision + 1, index, newAuto, hidden);
  }

  /** The last accepted write. */
  public Revision revision() {
    return revision;
  }

  /** Names the life of the registry that its revisions count in. */
  public String epoch() {
    return epoch;
  }

  /** Moves when anything moves that resolving a name depends on, such as an id, alias or status. */
  public long namesRevision() {
    return namesRevision;
  }

  /** Moves when the auto-created models change, which no revision counts. */
  public long autoRevision() {
    return autoRevision;
  }

  /** How many models there are, without auto-created ones. */
  public int count() {
    return index.byId().size();
  }

  /** The model with exactly that id, or null; never an auto-created one. */
  public @Nullable ModelEntry get(String id) {
    return index.byId().get(id);
  }

  /** The model with that id or alias, or null; never an auto-created one. */
  public @Nullable ModelEntry find(String idOrAlias) {
    ModelEntry entry = get(idOrAlias);
    if (entry != null) {
      return entry;
    }
    String target = aliasTarget(idOrAlias);
    return target == null ? null : get(target);
  }

  /** The id of the model that has the alias, or null. */
  public @Nullable String aliasTarget(String alias) {
    return index.aliases().get(alias);
  }

  /** The auto-created model with that id, or null. */
  public @Nullable ModelEntry autoGet(String id) {
    return auto.getOrElse(id, null);
  }

  /** The auto-created models in the order of their ids. */
  public Collection<ModelEntry> auto() {
    return auto.values().asJava();
  }

  /**
   * What differs from an earlier snapshot of the same registry; costs what was written since, not
   * what there is.
   */
  public SnapshotDelta since(RegistrySnapshot earlier) {
    List<ModelDefinition> gone = new ArrayList<>();
    List<ModelDefinition> come = new ArrayList<>();
    earlier.index.byId().forEachNotIn(index.byId(), (id, entry) -> gone.add(entry.model()));
    index.byId().forEachNotIn(earlier.index.byId(), (id, entry) -> come.add(entry.model()));
    return new SnapshotDelta(gone, come);
  }

  /** Every model in the order of the ids, without auto-created ones. */
  public Iterable<ModelEntry> entries() {
    return index.ordering();
  }

  /**
   * The models that the query asks for. Indexed filters cost what they find; ranges and {@code q}
   * are checked on what the others leave, so alone they look at every model.
   *
   * @throws dev.understudy.model.UnderstudyException when {@code after} does not fit the query
   */
  public Page list(ModelQuery query) {
    return new Selection(this, query).page();
  }

  /** The ids of {@link #list}. */
  public List<String> ids(ModelQuery query) {
    return list(query).entries().stream().map(ModelEntry::id).toList();
  }

  /** Counts by owner, provider, capability, status and origin. */
  public RegistryStats stats() {
    return RegistryStats.of(this);
  }

  /** All that the layers hold, in no order; auto-created models are in none. */
  public Recovered kept() {
    List<Recovered.Model> models = new ArrayList<>();
    for (ModelEntry entry : entries()) {
      models.add(new Recovered.Model(entry.id(), entry.revision(), entry.model(), entry.layers()));
    }
    hidden.forEach((id, layers) -> models.add(new Recovered.Model(id, revision, null, layers)));
    return new Recovered(epoch, revision, models);
  }

  ModelIndex index() {
    return index;
  }

  TreeMap<String, ModelEntry> autoModels() {
    return auto;
  }

  HashMap<String, Layers> hidden() {
    return hidden;
  }

  /** What the layers hold under the id. */
  public Layers layers(String id) {
    ModelEntry entry = get(id);
    return entry != null ? entry.layers() : hidden.getOrElse(id, Layers.NONE);
  }
}
