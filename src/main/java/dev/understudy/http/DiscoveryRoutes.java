package dev.understudy.http;

import dev.understudy.bus.RegistryClient;
import dev.understudy.discovery.SearchQuery;
import dev.understudy.json.Json;
import dev.understudy.model.Revision;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.RegistryStats;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /v1/search} and {@code /v1/stats}. Confined to one event loop. */
final class DiscoveryRoutes {

  private static final String SEARCH_PATH = "/v1/search";
  private static final int USUAL_HITS = 10;

  private final Supplier<RegistrySnapshot> snapshots;
  private final RegistryClient client;
  private final Supplier<Map<String, Object>> caches;

  DiscoveryRoutes(
      Supplier<RegistrySnapshot> snapshots,
      RegistryClient client,
      Supplier<Map<String, Object>> caches) {
    this.snapshots = snapshots;
    this.client = client;
    this.caches = caches;
  }

  Future<Void> search(RoutingContext context) {
    Query parameters = Query.of(context.request());
    String words = parameters.required("q", "words to look for");
    ModelQuery filters = ModelFilters.read(parameters).build();
    Integer limit = parameters.integer("limit", 1, SearchQuery.MAX_LIMIT);
    String after = parameters.text("after");
    parameters.refuseOthers();
    int most = Objects.requireNonNullElse(limit, USUAL_HITS);
    return client
        .search(new SearchQuery(words, filters, most, after))
        .compose(
            page -> {
              if (page.nextCursor() != null) {
                NextPage.link(context.request(), SEARCH_PATH, page.nextCursor());
              }
              return send(context, SearchBody.of(words, page, snapshots.get()));
            });
  }

  Future<Void> stats(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return client
        .keptFrom()
        .map(Optional::of)
        .otherwise(Optional.empty()) // the store may be away, the registry never is
        .compose(kept -> send(context, stats(kept.orElse(null))));
  }

  private Map<String, Object> stats(@Nullable Revision keptFrom) {
    RegistrySnapshot snapshot = snapshots.get();
    RegistryStats stats = snapshot.stats();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("models", stats.total());
    body.put("revision", stats.revision());
    body.put("kept_from", keptFrom);
    body.put("epoch", snapshot.epoch());
    body.put("by_owner", stats.owners());
    body.put("by_provider", stats.providers());
    body.put("by_capability", stats.capabilities());
    body.put("by_status", stats.statuses());
    body.put("by_origin", stats.origins());
    body.put("caches", caches.get());
    return body;
  }

  private static Future<Void> send(RoutingContext context, Object body) {
    return Bodies.send(context.response(), Json.bytes(body));
  }
}
