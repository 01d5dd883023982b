package dev.understudy.discovery;

import dev.understudy.catalog.CatalogLoader;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import java.nio.file.Path;
import java.util.List;

/** The models that the project comes with. */
final class CatalogModels {

  static final List<ModelDefinition> ALL =
      List.copyOf(new CatalogLoader(Path.of("catalog")).load().models());

  static final Resolver RESOLVER = Resolver.of(ALL);

  private CatalogModels() {}

  static Resolution fuzzy(String query) {
    return RESOLVER.resolve(query, ResolveMode.FUZZY);
  }
}
