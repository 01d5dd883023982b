package dev.understudy.registry;

import dev.understudy.model.Derivation;
import dev.understudy.model.FineTuneId;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of tuned models that only their ids tell of, from the models they were tuned from.
 * They are worked out on demand, not stored and not listed. Stateless; safe on any thread.
 */
public final class FineTunes {

  private FineTunes() {}

  /** The tuned model of that id, or null when the id is no such id or its base is not known. */
  public static @Nullable ModelDefinition find(RegistrySnapshot snapshot, String id) {
    FineTuneId parsed = ModelId.expectation(id) == null ? FineTuneId.parse(id) : null;
    if (parsed == null) {
      return null;
    }
    ModelEntry base = snapshot.find(parsed.base());
    if (base == null) {
      // org/base-lora-name: the organisation tuned it, and need not have made the base.
      base = snapshot.find(ModelId.bareName(parsed.base()));
    }
    return base == null || base.id().equals(id) ? null : derive(id, base.model());
  }

  /**
   * What a model tuned from the base is taken to be: what the base can do and how fast, but neither
   * its names nor its prices, life or description.
   */
  public static ModelDefinition derive(String id, ModelDefinition base) {
    ModelDefinition stated = Derivation.stated(base);
    String root = base.root() != null ? base.root() : base.id();
    ModelDefinition tuned =
        stated.with(
            b ->
                b.id(id)
                    .parent(base.id())
                    .root(root)
                    .baseModel(base.id())
                    .family(base.family())
                    .name(null)
                    .description(null)
                    .version(null)
                    .status(null)
                    .aliases(List.of())
                    .created(null)
                    .releaseDate(null)
                    .deprecationDate(null)
                    .retirementDate(null)
                    .successor(null)
                    .pricing(null)
                    .referenceOffers(List.of())
                    .origin(null));
    return Derivation.derive(tuned, LocalDate.MIN); // it has no dates to follow
  }
}
