package dev.understudy.bus;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Revision;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.Page;
import dev.understudy.registry.RegistrySnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Models that filters let through.
 *
 * @param models in the order asked for
 * @param total how many there are without the limit
 * @param nextCursor where the next page starts; null on the last
 * @param revision of the registry
 */
public record ModelPage(
    List<ModelDefinition> models, int total, @Nullable String nextCursor, Revision revision) {

  /** Copies the list. */
  public ModelPage {
    models = List.copyOf(models);
  }

  /** What a snapshot answers to a query. */
  public static ModelPage of(RegistrySnapshot snapshot, ModelQuery query) {
    Page page = snapshot.list(query);
    return new ModelPage(
        page.entries().stream().map(ModelEntry::model).toList(),
        page.total(),
        page.nextCursor(),
        snapshot.revision());
  }
}
