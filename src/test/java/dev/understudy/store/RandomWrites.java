package dev.understudy.store;

import static dev.understudy.store.KeptRegistry.ANY;
import static dev.understudy.store.KeptRegistry.patch;

import dev.understudy.model.ModelAlias;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Origin;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.OnConflict;
import dev.understudy.registry.RandomModels;
import dev.understudy.registry.RegistryWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes of all kinds to a few models, many of which are refused. */
final class RandomWrites {

  private final RandomModels random;

  RandomWrites(long seed) {
    this.random = new RandomModels(seed);
  }

  /**
   * The next write.
   *
   * @param operation the same however often it is called
   * @param catalog what the catalog is then, when it is kept; null for what it was
   */
  record Next(
      Function<ModelRegistry, RegistryWrite> operation, @Nullable List<ModelDefinition> catalog) {

    private static Next of(Function<ModelRegistry, RegistryWrite> operation) {
      return new Next(operation, null);
    }
  }

  /** Draws one; of the catalog only where that is meant too. */
  Next next(boolean withCatalog) {
    String id = id();
    return switch (random.nextInt(withCatalog ? 8 : 7)) {
      case 0, 1 -> {
        ModelDefinition model = model(id);
        yield Next.of(registry -> registry.put(model, ANY));
      }
      case 2 -> {
        List<ModelDefinition> models = several(false);
        yield Next.of(registry -> registry.registerAll(models, OnConflict.REPLACE));
      }
      case 3 -> patched(id, "{\"family\":\"f" + random.nextInt(3) + "\"}");
      case 4 -> patched(id, "{\"pricing\":null,\"metadata\":{\"k\":" + random.nextInt(9) + "}}");
      case 5 -> Next.of(registry -> registry.remove(id, ANY));
      case 6 ->
          random.nextInt(6) == 0
              ? Next.of(ModelRegistry::clear)
              : Next.of(registry -> registry.remove(id, ANY));
      default -> {
        List<ModelDefinition> catalog = several(true);
        yield new Next(registry -> registry.replaceCatalog(catalog), catalog);
      }
    };
  }

  private static Next patched(String id, String patch) {
    return Next.of(registry -> registry.patch(id, patch(patch), ANY));
  }

  private String id() {
    return "m" + random.nextInt(12);
  }

  private ModelDefinition model(String id) {
    String alias = "a" + random.nextInt(6);
    List<ModelAlias> aliases = random.nextInt(3) == 0 ? List.of(ModelAlias.of(alias)) : List.of();
    return random.model(id).with(b -> b.aliases(aliases));
  }

  private List<ModelDefinition> several(boolean isCatalog) {
    Map<String, ModelDefinition> models = new HashMap<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      String id = id();
      ModelDefinition model = model(id);
      models.put(id, isCatalog ? model.with(b -> b.origin(Origin.catalog("acme.json"))) : model);
    }
    return new ArrayList<>(models.values());
  }
}
