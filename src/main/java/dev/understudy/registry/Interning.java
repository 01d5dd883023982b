package dev.understudy.registry;

import com.github.benmanes.caffeine.cache.Interner;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ModelDefinitionBuilder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets definitions share the parts that many have alike: owners, families, capabilities, limits,
 * prices, latency profiles. Parts that no definition holds any longer are forgotten.
 */
final class Interning {

  private final Interner<Object> parts = Interner.newWeakInterner();

  /** An equal definition of shared parts. */
  ModelDefinition share(ModelDefinition model) {
    return share(model.toBuilder(), null);
  }

  /**
   * The definition that a builder holds, of shared parts.
   *
   * @param before what the model was before: what has not changed is shared with that, which is
   *     found sooner
   */
  ModelDefinition share(ModelDefinitionBuilder model, @Nullable ModelDefinition before) {
    return model.mapParts(new Shared(before)).build();
  }

  private final class Shared implements ModelDefinitionBuilder.PartMapper {
    private final @Nullable ModelDefinition before;

    Shared(@Nullable ModelDefinition before) {
      this.before = before;
    }

    @Override
    @SuppressWarnings("unchecked") // equal values of these immutable types can stand for each other
    public <T> T map(T part, Function<ModelDefinition, ? extends @Nullable T> field) {
      T was = before == null ? null : field.apply(before);
      return was != null && (was == part || was.equals(part)) ? was : (T) parts.intern(part);
    }
  }
}
