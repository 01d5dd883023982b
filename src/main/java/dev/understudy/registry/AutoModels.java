package dev.understudy.registry;

import dev.understudy.model.Derivation;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.Revision;
import dev.understudy.model.UnderstudyException;
import io.vavr.collection.TreeMap;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes models from ids and bounds how many there are: the least recently used give way. A use is a
 * creation or a {@link #touch}. Confined to the registry's thread.
 */
final class AutoModels {

  /** The most that are kept. */
  static final int MOST = 1_000;

  private final Map<String, Boolean> byUse = new LinkedHashMap<>(16, 0.75f, true);
  private Function<String, ModelDefinition> handler;

  AutoModels(Function<String, ModelDefinition> handler) {
    this.handler = handler;
  }

  void setHandler(Function<String, ModelDefinition> handler) {
    this.handler = handler;
  }

  void touch(String id) {
    byUse.get(id); // an access-ordered map counts this as a use
  }

  /** Adds the model that the handler makes of the id. */
  RegistrySnapshot create(RegistrySnapshot snapshot, String id, LocalDate today) {
    ModelDefinition made = handler.apply(id);
    if (!made.id().equals(id)) {
      throw new UnderstudyException(
          ErrorCode.INTERNAL,
          "the auto-create handler made \"%s\" (expected: \"%s\", the id it was given)"
              .formatted(made.id(), id),
          "id");
    }
    ModelDefinition model =
        Derivation.derive(made.with(b -> b.origin(Origin.AUTO).aliases(List.of())), today);
    ModelEntry entry = new ModelEntry(model, Revision.ZERO, ModelEntry.NO_SLOT, null);
    TreeMap<String, ModelEntry> models = snapshot.autoModels().put(id, entry);
    byUse.put(id, true);
    if (byUse.size() > MOST) {
      Iterator<String> leastRecent = byUse.keySet().iterator();
      models = models.remove(leastRecent.next());
      leastRecent.remove();
    }
    return snapshot.withAuto(models);
  }

  /** Drops models whose id is now a name of a real one. */
  RegistrySnapshot yieldTo(RegistrySnapshot snapshot, List<RegistryChange> changes) {
    TreeMap<String, ModelEntry> models = snapshot.autoModels();
    for (RegistryChange change : changes) {
      if (models.isEmpty()) {
        break;
      }
      for (String name : change.after() == null ? List.<String>of() : change.after().names()) {
        models = models.remove(name);
        byUse.remove(name);
      }
    }
    return models.size() == snapshot.autoModels().size() ? snapshot : snapshot.withAuto(models);
  }

  /** Drops all. */
  RegistrySnapshot clear(RegistrySnapshot snapshot) {
    byUse.clear();
    return snapshot.autoModels().isEmpty() ? snapshot : snapshot.withAuto(TreeMap.empty());
  }
}
