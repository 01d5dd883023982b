package dev.understudy.http;

import dev.understudy.bus.ModelLookup;
import dev.understudy.json.Json;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.RegistrySnapshot;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/{id}} as Anthropic's clients ask, which are
 * known by their header: those that are served on {@code /v1/messages}, the newest first. Confined
 * to one event loop.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/models-list">List models</a>
 */
final class AnthropicModels {

  private static final CharSequence VERSION = HttpHeaders.createOptimized("anthropic-version");
  private static final int USUAL_LIMIT = 20;
  private static final int MOST = 1_000;
  private static final Comparator<ModelDefinition> NEWEST_FIRST =
      Comparator.comparingLong(ModelDefinition::createdSeconds)
          .reversed()
          .thenComparing(ModelDefinition::id);

  private final Supplier<RegistrySnapshot> snapshots;
  private final ModelLookup lookup;

  AnthropicModels(Supplier<RegistrySnapshot> snapshots, ModelLookup lookup) {
    this.snapshots = snapshots;
    this.lookup = lookup;
  }

  /** Whether a client of Anthropic's asks. */
  static boolean isAskedBy(HttpServerRequest request) {
    return request.headers().contains(VERSION);
  }

  /** Which part of the list: behind one model or ahead of another, so many at most. */
  private record Part(@Nullable String after, @Nullable String before, int limit) {
    static Part of(Query parameters) {
      Integer limit = parameters.integer("limit", 1, MOST);
      Part part =
          new Part(
              parameters.text("after_id"),
              parameters.text("before_id"),
              Objects.requireNonNullElse(limit, USUAL_LIMIT));
      if (part.after != null && part.before != null) {
        throw UnderstudyException.invalid(
            "before_id", part.before, "one of after_id and before_id");
      }
      return part;
    }
  }

  /** A part of the list. */
  Future<Void> list(RoutingContext context) {
    Query parameters = Query.of(context.request());
    Part part = Part.of(parameters);
    parameters.refuseOthers();
    RegistrySnapshot snapshot = snapshots.get();
    return context
        .vertx()
        .executeBlocking(() -> page(served(snapshot), part), false)
        .compose(page -> send(context, page));
  }

  private static List<ModelDefinition> served(RegistrySnapshot snapshot) {
    List<ModelDefinition> served = new ArrayList<>();
    for (ModelEntry entry : snapshot.entries()) {
      if (entry.model().supportsEndpoint(Endpoint.MESSAGES)) {
        served.add(entry.model());
      }
    }
    served.sort(NEWEST_FIRST);
    return served;
  }

  private static Map<String, Object> page(List<ModelDefinition> all, Part part) {
    int from = part.after() == null ? 0 : indexOf(all, "after_id", part.after()) + 1;
    int to = Math.min(all.size(), from + part.limit());
    if (part.before() != null) {
      to = indexOf(all, "before_id", part.before());
      from = Math.max(0, to - part.limit());
    }
    List<Map<String, Object>> data =
        all.subList(from, to).stream().map(AnthropicModels::info).toList();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("data", data);
    page.put("has_more", part.before() == null ? to < all.size() : from > 0);
    page.put("first_id", data.isEmpty() ? null : all.get(from).id());
    page.put("last_id", data.isEmpty() ? null : all.get(to - 1).id());
    return page;
  }

  private static int indexOf(List<ModelDefinition> all, String param, String id) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(id)) {
        return i;
      }
    }
    throw UnderstudyException.invalid(param, id, "the id of a model that is served on messages");
  }

  /** One model. */
  Future<Void> one(RoutingContext context, ModelPath path) {
    Query parameters = Query.of(context.request());
    ResolveMode mode = parameters.resolveMode(ResolveMode.FUZZY);
    parameters.refuseOthers();
    return lookup
        .find(path.id(), mode)
        .compose(
            found -> {
              ModelReads.nameResolved(context.response(), found);
              return send(context, info(found.model()));
            });
  }

  private static Map<String, Object> info(ModelDefinition model) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("type", "model");
    info.put("id", model.id());
    info.put("display_name", Objects.requireNonNullElse(model.name(), model.id()));
    info.put("created_at", Instant.ofEpochSecond(model.createdSeconds()).toString());
    info.put("max_input_tokens", model.contextWindow());
    info.put("max_tokens", model.maxOutputTokens());
    return info;
  }

  private static Future<Void> send(RoutingContext context, Map<String, Object> body) {
    VendorHeaders.ANTHROPIC.identify(context.response().headers());
    return Bodies.send(context.response(), Json.bytes(body));
  }
}
