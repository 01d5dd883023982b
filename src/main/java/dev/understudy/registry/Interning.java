package dev.understudy.registry;

import com.github.benmanes.caffeine.cache.Interner;
import dev.understudy.model.ModelDefinition;
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
    return share(model, null);
  }

  /**
   * The same of a model that was another before: what has not changed is shared with that, which is
   * found sooner.
   */
  ModelDefinition share(ModelDefinition model, @Nullable ModelDefinition before) {
    Parts from = new Parts(model, before);
    return model.with(
        b ->
            b.ownedBy(from.part(ModelDefinition::ownedBy))
                .provider(from.part(ModelDefinition::provider))
                .family(from.part(ModelDefinition::family))
                .version(from.part(ModelDefinition::version))
                .tags(from.known(ModelDefinition::tags))
                .endpoints(from.known(ModelDefinition::endpoints))
                .capabilities(from.known(ModelDefinition::capabilities))
                .modalities(from.part(ModelDefinition::modalities))
                .contextWindow(from.part(ModelDefinition::contextWindow))
                .maxInputTokens(from.part(ModelDefinition::maxInputTokens))
                .maxOutputTokens(from.part(ModelDefinition::maxOutputTokens))
                .embeddingDimensions(from.part(ModelDefinition::embeddingDimensions))
                .pricing(from.part(ModelDefinition::pricing))
                .latencyProfile(from.part(ModelDefinition::latencyProfile))
                .trainingDataCutoff(from.part(ModelDefinition::trainingDataCutoff))
                .releaseDate(from.part(ModelDefinition::releaseDate))
                .created(from.part(ModelDefinition::created))
                .license(from.part(ModelDefinition::license))
                .parameterCount(from.part(ModelDefinition::parameterCount))
                .baseModel(from.part(ModelDefinition::baseModel))
                .root(from.part(ModelDefinition::root))
                .origin(from.part(ModelDefinition::origin)));
  }

  private final class Parts {
    private final ModelDefinition model;
    private final @Nullable ModelDefinition before;

    Parts(ModelDefinition model, @Nullable ModelDefinition before) {
      this.model = model;
      this.before = before;
    }

    <T> @Nullable T part(Function<ModelDefinition, @Nullable T> field) {
      T value = field.apply(model);
      return value == null ? null : shared(value, field);
    }

    <T> T known(Function<ModelDefinition, T> field) {
      return shared(field.apply(model), field);
    }

    @SuppressWarnings("unchecked") // equal values of these immutable types can stand for each other
    private <T> T shared(T value, Function<ModelDefinition, ? extends @Nullable T> field) {
      T was = before == null ? null : field.apply(before);
      return was != null && was.equals(value) ? was : (T) parts.intern(value);
    }
  }
}
