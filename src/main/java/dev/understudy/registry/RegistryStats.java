package dev.understudy.registry;

import dev.understudy.model.Revision;
import java.util.Map;

/**
 * How many models a snapshot has of what; maps are in the order of their keys. Safe on any thread.
 *
 * @param revision of the snapshot
 * @param total models, without auto-created ones
 * @param owners by owner
 * @param providers by provider
 * @param capabilities by capability that is known true
 * @param statuses by status
 * @param origins by kind of origin, auto-created ones included
 */
public record RegistryStats(
    Revision revision,
    int total,
    Map<String, Integer> owners,
    Map<String, Integer> providers,
    Map<String, Integer> capabilities,
    Map<String, Integer> statuses,
    Map<String, Integer> origins) {

  static RegistryStats of(RegistrySnapshot snapshot) {
    BitmapIndex terms = snapshot.index().terms();
    Map<String, Integer> capabilities = terms.counts(Dimension.CAPABILITY);
    capabilities.keySet().removeIf(value -> value.startsWith("-"));
    Map<String, Integer> origins = terms.counts(Dimension.ORIGIN);
    int auto = snapshot.auto().size();
    if (auto > 0) {
      origins.put("auto", auto);
    }
    return new RegistryStats(
        snapshot.revision(),
        snapshot.count(),
        terms.counts(Dimension.OWNED_BY),
        terms.counts(Dimension.PROVIDER),
        capabilities,
        terms.counts(Dimension.STATUS),
        origins);
  }
}
