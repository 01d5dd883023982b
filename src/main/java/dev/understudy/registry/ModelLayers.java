package dev.understudy.registry;

import dev.understudy.json.MergePatch;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import dev.understudy.model.Origin;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the layers hold under one id, and what shows of it. Immutable; safe on any thread.
 *
 * @param id the model's id
 * @param origin where most of what shows comes from; null when nothing shows
 * @param overrides JSON names of the fields in which what shows differs from what lies beneath
 * @param written what was written over the catalog; null for nothing
 * @param patch what was written, where it is a patch
 * @param beneath the catalog's definition, as stated; null for none
 * @param model what shows; null for nothing
 */
public record ModelLayers(
    String id,
    @Nullable Origin origin,
    List<String> overrides,
    @Nullable Written written,
    @Nullable MergePatch patch,
    @Nullable ModelDefinition beneath,
    @Nullable ModelDefinition model) {

  /** Copies the list. */
  public ModelLayers {
    overrides = List.copyOf(overrides);
  }

  /** What can be written over a catalog's model. */
  public enum Written implements Named {
    /** A definition that stands whole. */
    WHOLE,
    /** Changes to the catalog's. */
    PATCH,
    /** That it is deleted. */
    TOMBSTONE;

    private final String jsonName = name().toLowerCase(Locale.ROOT);

    @Override
    public String jsonName() {
      return jsonName;
    }
  }

  /** Of a model that is in no layer: a tuned or an auto-created one. */
  public static ModelLayers none(ModelDefinition model) {
    return new ModelLayers(model.id(), model.origin(), List.of(), null, null, null, model);
  }

  /**
   * Of the model that has that id or alias, or of what is kept out of sight under it.
   *
   * @return null when no layer holds anything
   */
  public static @Nullable ModelLayers of(RegistrySnapshot snapshot, String name) {
    ModelEntry entry = snapshot.find(name);
    String id = entry == null ? name : entry.id();
    ModelDefinition model = entry == null ? null : entry.model();
    Layers layers = snapshot.layers(id);
    if (layers.isEmpty()) {
      return null;
    }
    return new ModelLayers(
        id,
        model == null ? null : model.origin(),
        layers.overrides(),
        written(layers.above()),
        layers.above() instanceof Layers.Patch kept ? kept.patch() : null,
        layers.base(),
        model);
  }

  private static @Nullable Written written(Layers.@Nullable Above above) {
    if (above instanceof Layers.Whole) {
      return Written.WHOLE;
    }
    if (above instanceof Layers.Patch) {
      return Written.PATCH;
    }
    return above == null ? null : Written.TOMBSTONE;
  }
}
