package dev.understudy.catalog;

import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import java.util.List;

/**
 * A catalog that was read whole and found good. Immutable; safe on any thread.
 *
 * @param models the definitions of the chosen providers, by provider, then as their file has them
 * @param providers the chosen providers, by name
 * @param fingerprint SHA-256 of all files of the directory, chosen or not, in hex; two catalogs of
 *     the same files have the same
 */
public record Catalog(List<ModelDefinition> models, List<String> providers, String fingerprint) {

  /** Copies the lists. */
  public Catalog {
    models = List.copyOf(models);
    providers = List.copyOf(providers);
  }

  /**
   * The definitions of one provider.
   *
   * @throws UnderstudyException when the provider is not among {@link #providers}
   */
  public List<ModelDefinition> models(String provider) {
    if (!providers.contains(provider)) {
      throw UnderstudyException.invalid(
          "provider", provider, "one of " + String.join(", ", providers));
    }
    return models.stream().filter(model -> provider.equals(model.provider())).toList();
  }
}
