package dev.understudy.app;

import dev.understudy.catalog.CatalogException;
import dev.understudy.catalog.CatalogLoader;
import dev.understudy.discovery.Inference;
import dev.understudy.registry.ModelRegistry;
import dev.understudy.registry.RegistryWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Registries without a server, for programs that want models and no Vert.x. A registry belongs to
 * the thread that uses it; its snapshot may be read by any. The models of a provider can be had
 * without a registry too: {@link CatalogLoader#models}. Blocks on files.
 */
public final class ModelRegistries {

  private ModelRegistries() {}

  /** A registry with every model of a catalog, whose statuses follow the system's clock. */
  public static ModelRegistry createDefault(Path catalogDir) {
    return createDefault(catalogDir, List.of(CatalogLoader.ALL), Clock.systemUTC());
  }

  /**
   * A registry with the models of some providers.
   *
   * @param providers names of files without their ending, or {@link CatalogLoader#ALL}
   * @param clock by which statuses follow their dates
   * @throws CatalogException with every fault of every file, chosen or not
   */
  public static ModelRegistry createDefault(
      Path catalogDir, Collection<String> providers, Clock clock) {
    ModelRegistry registry = empty(clock);
    load(registry, catalogDir, providers);
    return registry;
  }

  /** A registry without a model, which makes definitions from ids as the server does. */
  public static ModelRegistry empty(Clock clock) {
    return new ModelRegistry(clock, newEpoch(), Inference.standard()::definitionFor);
  }

  /** Different for each life of a registry in memory, so that no entity tag outlives one. */
  static String newEpoch() {
    byte[] random = new byte[5];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Adds every model of a catalog; one revision, or none when all are there already. */
  public static RegistryWrite loadAll(ModelRegistry registry, Path catalogDir) {
    return load(registry, catalogDir, List.of(CatalogLoader.ALL));
  }

  /**
   * Adds the models of some providers to those that are there; one revision, or none when all are
   * there already.
   *
   * @throws CatalogException with every fault of every file, chosen or not; the registry stays
   */
  public static RegistryWrite load(
      ModelRegistry registry, Path catalogDir, Collection<String> providers) {
    return registry.addCatalog(new CatalogLoader(catalogDir).load(providers).models());
  }
}
