package dev.understudy.registry;

import com.github.benmanes.caffeine.cache.Interner;
import dev.understudy.model.ModelDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Lets definitions share the parts that many have alike: owners, families, capabilities, limits,
 * prices, latency profiles. Parts that no definition holds any longer are forgotten.
 */
final class Interning {

  private final Interner<Object> parts = Interner.newWeakInterner();

  /** An equal definition of shared parts. */
  ModelDefinition share(ModelDefinition model) {
    return model.with(
        b ->
            b.ownedBy(part(model.ownedBy()))
                .provider(part(model.provider()))
                .family(part(model.family()))
                .version(part(model.version()))
                .tags(known(model.tags()))
                .endpoints(known(model.endpoints()))
                .capabilities(known(model.capabilities()))
                .modalities(part(model.modalities()))
                .contextWindow(part(model.contextWindow()))
                .maxInputTokens(part(model.maxInputTokens()))
                .maxOutputTokens(part(model.maxOutputTokens()))
                .embeddingDimensions(part(model.embeddingDimensions()))
                .pricing(part(model.pricing()))
                .latencyProfile(part(model.latencyProfile()))
                .trainingDataCutoff(part(model.trainingDataCutoff()))
                .releaseDate(part(model.releaseDate()))
                .created(part(model.created()))
                .license(part(model.license()))
                .parameterCount(part(model.parameterCount()))
                .baseModel(part(model.baseModel()))
                .root(part(model.root()))
                .origin(part(model.origin())));
  }

  private <T> @Nullable T part(@Nullable T value) {
    return value == null ? null : known(value);
  }

  @SuppressWarnings("unchecked") // equal values of these immutable types can stand for each other
  private <T> T known(T value) {
    return (T) parts.intern(value);
  }
}
