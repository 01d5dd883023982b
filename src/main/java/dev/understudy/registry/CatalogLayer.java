package dev.understudy.registry;

import dev.understudy.model.Derivation;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.model.UnderstudyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Works out which layers a new catalog moves: the lower one, of every model in it or no longer. */
record CatalogLayer(RegistrySnapshot snapshot, Interning interning) {

  /** What the layers shall hold, by id and in order of ids. */
  Map<String, Layers> wanted(Collection<ModelDefinition> models) {
    Map<String, ModelDefinition> bases = bases(models);
    Map<String, Layers> wanted = new TreeMap<>();
    snapshot.entries().forEach(e -> dropBase(wanted, e.id(), e.layers(), bases));
    snapshot.hidden().forEach((id, layers) -> dropBase(wanted, id, layers, bases));
    bases.forEach((id, base) -> wanted.put(id, snapshot.layers(id).withBase(base)));
    return wanted;
  }

  /** The same when models of the catalog that are not among these stay. */
  Map<String, Layers> added(Collection<ModelDefinition> models) {
    Map<String, Layers> wanted = new TreeMap<>();
    bases(models).forEach((id, base) -> wanted.put(id, snapshot.layers(id).withBase(base)));
    return wanted;
  }

  /** What it holds now, what is out of sight included. */
  List<ModelDefinition> bases() {
    List<ModelDefinition> bases = new ArrayList<>();
    snapshot.entries().forEach(entry -> addBase(bases, entry.layers()));
    snapshot.hidden().forEach((id, layers) -> addBase(bases, layers));
    return bases;
  }

  private static void addBase(List<ModelDefinition> bases, Layers layers) {
    if (layers.base() != null) {
      bases.add(layers.base());
    }
  }

  /** Definitions of the catalog by id, as stated. */
  Map<String, ModelDefinition> bases(Collection<ModelDefinition> models) {
    Map<String, ModelDefinition> bases = new TreeMap<>();
    for (ModelDefinition model : models) {
      ModelDefinition twin = bases.put(model.id(), base(model));
      if (twin != null) {
        throw new UnderstudyException(
            ErrorCode.NAME_CONFLICT,
            "id \"%s\" of %s is already in %s (expected: each id once)"
                .formatted(model.id(), model.origin(), twin.origin()),
            "id");
      }
    }
    return bases;
  }

  private ModelDefinition base(ModelDefinition model) {
    Origin origin = model.origin();
    if (origin == null || origin.kind() == Origin.Kind.API || origin.kind() == Origin.Kind.AUTO) {
      throw new IllegalArgumentException(
          "origin of %s: %s (expected: catalog or source)".formatted(model.id(), origin));
    }
    return interning.share(Derivation.stated(model));
  }

  private static void dropBase(
      Map<String, Layers> wanted, String id, Layers layers, Map<String, ModelDefinition> bases) {
    if (layers.base() != null && !bases.containsKey(id)) {
      wanted.put(id, layers.withBase(null));
    }
  }
}
