package dev.understudy.registry;

import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that a registry holds, to be compared.
 *
 * @param revision the last write
 * @param models the models that show
 * @param hidden the layers of which nothing shows
 * @param aliases where they lead
 */
public record RegistryContents(
    Revision revision,
    Map<String, Shown> models,
    Map<String, Layers> hidden,
    Map<String, String> aliases) {

  /** A model, the write that last changed it and what its layers hold. */
  public record Shown(ModelDefinition model, Revision revision, Layers layers) {}

  /** What a snapshot holds. */
  public static RegistryContents of(RegistrySnapshot snapshot) {
    Map<String, Shown> models = new TreeMap<>();
    Map<String, String> aliases = new TreeMap<>();
    for (ModelEntry entry : snapshot.entries()) {
      models.put(entry.id(), new Shown(entry.model(), entry.revision(), entry.layers()));
      for (ModelAlias alias : entry.model().aliases()) {
        aliases.put(alias.name(), String.valueOf(snapshot.aliasTarget(alias.name())));
      }
    }
    return new RegistryContents(
        snapshot.revision(), models, new TreeMap<>(snapshot.hidden().toJavaMap()), aliases);
  }
}
