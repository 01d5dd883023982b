package dev.understudy.http;

import dev.understudy.bus.RegistryClient;
import dev.understudy.discovery.SearchHit;
import dev.understudy.json.Json;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.RegistryStats;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** {@code /v1/search} and {@code /v1/stats}. Confined to one event loop. */
final class DiscoveryRoutes {

  private static final int MOST_HITS = 100;
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
    Integer limit = parameters.integer("limit", 1, MOST_HITS);
    parameters.refuseOthers();
    return client
        .search(words, Objects.requireNonNullElse(limit, USUAL_HITS))
        .compose(hits -> send(context, searchBody(words, hits)));
  }

  private Map<String, Object> searchBody(String words, List<SearchHit> hits) {
    RegistrySnapshot snapshot = snapshots.get();
    List<Map<String, Object>> data = new ArrayList<>();
    for (SearchHit hit : hits) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("id", hit.id());
      shown.put("score", hit.score());
      shown.put("partial", hit.partial());
      shown.put("matched", hit.matched());
      shown.put("missing", hit.missing());
      var entry = snapshot.get(hit.id());
      shown.put("model", entry == null ? null : entry.model().toOpenAiModel());
      data.add(shown);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("object", "list");
    body.put("query", words);
    body.put("data", data);
    return body;
  }

  Future<Void> stats(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    RegistrySnapshot snapshot = snapshots.get();
    RegistryStats stats = snapshot.stats();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("models", stats.total());
    body.put("revision", stats.revision());
    body.put("epoch", snapshot.epoch());
    body.put("by_owner", stats.owners());
    body.put("by_provider", stats.providers());
    body.put("by_capability", stats.capabilities());
    body.put("by_status", stats.statuses());
    body.put("by_origin", stats.origins());
    body.put("caches", caches.get());
    return send(context, body);
  }

  private static Future<Void> send(RoutingContext context, Object body) {
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(Json.bytes(body)));
  }
}
