package dev.understudy.http;

import dev.understudy.bus.FoundModel;
import dev.understudy.bus.ModelLookup;
import dev.understudy.discovery.Via;
import dev.understudy.json.Json;
import dev.understudy.model.ResolveMode;
import dev.understudy.registry.ModelEntry;
import dev.understudy.registry.ModelQuery;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.registry.Sort;
import dev.understudy.store.Version;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/{id}}. What is asked most, a model by its id and
 * the whole list, is answered ahead of the router from bodies that are encoded once. Confined to
 * one event loop.
 */
final class ModelReads {

  private static final CharSequence RESOLVED = HttpHeaders.createOptimized("understudy-resolved");
  private static final String LIST_PATH = "/v1/models";

  private final Supplier<RegistrySnapshot> snapshots;
  private final ModelLookup lookup;
  private final ListBodies lists;
  private final VersionRoutes versions;

  ModelReads(
      Supplier<RegistrySnapshot> snapshots,
      ModelLookup lookup,
      ListBodies lists,
      VersionRoutes versions) {
    this.versions = versions;
    this.snapshots = snapshots;
    this.lookup = lookup;
    this.lists = lists;
  }

  /**
   * Answers a plain read of a known id, or of the whole list when it is kept.
   *
   * @return false when the router must see to it
   */
  boolean answeredAtOnce(HttpServerRequest request) {
    String uri = request.uri();
    if (!request.method().equals(HttpMethod.GET)
        || !uri.startsWith(LIST_PATH)
        || request.headers().contains(Query.RESOLVE_HEADER)
        || AnthropicModels.isAskedBy(request)) {
      return false;
    }
    RegistrySnapshot snapshot = snapshots.get();
    if (uri.length() > ModelPath.PREFIX.length() && uri.charAt(LIST_PATH.length()) == '/') {
      ModelEntry entry = snapshot.get(uri.substring(ModelPath.PREFIX.length()));
      if (entry == null) {
        return false;
      }
      send(request, ModelBodies.of(entry, snapshot.epoch(), View.OPENAI), null);
      return true;
    }
    return uri.length() == LIST_PATH.length() && keptListAnswered(request, snapshot);
  }

  private boolean keptListAnswered(HttpServerRequest request, RegistrySnapshot snapshot) {
    boolean gzip = acceptsGzip(request);
    if (request.headers().contains(HttpHeaders.IF_NONE_MATCH)
        && listUnchanged(request, ListBodies.etag(snapshot, ModelQuery.ALL, View.OPENAI, gzip))) {
      return true;
    }
    Future<ListBodies.ListBody> list = lists.get(snapshot, ModelQuery.ALL, View.OPENAI, gzip);
    if (!list.succeeded()) {
      return false;
    }
    sendList(request, list.result(), ModelQuery.ALL, gzip);
    return true;
  }

  /** Answers a client that has the list as it is, before the list is worked out. */
  private static boolean listUnchanged(HttpServerRequest request, String etag) {
    if (!ETag.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
      return false;
    }
    request.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    notModified(request.response(), etag);
    return true;
  }

  /** The list, filtered. */
  Future<Void> list(HttpServerRequest request) {
    Query parameters = Query.of(request);
    View view = parameters.named("view", View.class, View.OPENAI);
    ModelQuery query = query(parameters);
    parameters.refuseOthers();
    RegistrySnapshot snapshot = snapshots.get();
    boolean gzip = acceptsGzip(request);
    if (listUnchanged(request, ListBodies.etag(snapshot, query, view, gzip))) {
      return Future.succeededFuture();
    }
    return lists
        .get(snapshot, query, view, gzip)
        .compose(
            list -> {
              sendList(request, list, query, gzip);
              return Future.succeededFuture();
            });
  }

  /** One model, by id, alias or what comes near. */
  Future<Void> one(HttpServerRequest request, ModelPath path) {
    Query parameters = Query.of(request);
    if (Boolean.TRUE.equals(parameters.bool("layers"))) {
      return versions.layers(request, parameters, path.id());
    }
    View view = parameters.named("view", View.class, View.OPENAI);
    Future<Version> past = versions.asked(parameters, path.id());
    if (past != null) {
      parameters.refuseOthers();
      return past.compose(version -> versions.send(request, path.id(), version, view));
    }
    ResolveMode mode = parameters.resolveMode(ResolveMode.FUZZY);
    parameters.refuseOthers();
    return lookup
        .find(path.id(), mode)
        .compose(
            found -> {
              sendFound(request, found, view);
              return Future.succeededFuture();
            });
  }

  /** What one model can do. */
  Future<Void> capabilities(HttpServerRequest request, ModelPath path) {
    Query parameters = Query.of(request);
    ResolveMode mode = parameters.resolveMode(ResolveMode.FUZZY);
    parameters.refuseOthers();
    return lookup
        .find(path.id(), mode)
        .compose(
            found -> {
              nameResolved(request.response(), found);
              byte[] body = Json.bytes(found.model().capabilities());
              sendPlain(request.response(), Buffer.buffer(body));
              return Future.succeededFuture();
            });
  }

  private void sendFound(HttpServerRequest request, FoundModel found, View view) {
    RegistrySnapshot snapshot = snapshots.get();
    ModelEntry entry = snapshot.get(found.model().id());
    boolean byName = found.via() == Via.EXACT || found.via() == Via.ALIAS;
    nameResolved(request.response(), found);
    if (byName && entry != null && entry.revision().equals(found.revision())) {
      send(request, ModelBodies.of(entry, snapshot.epoch(), view), null);
    } else {
      // What the name means may change without this model changing: no tag.
      sendPlain(request.response(), Buffer.buffer(view.encode(found.model())));
    }
  }

  /** Says which model was meant, when the name is not its id. */
  static void nameResolved(HttpServerResponse response, FoundModel found) {
    if (found.via() != Via.EXACT) {
      response.putHeader(RESOLVED, found.model().id() + "; via=" + found.via().jsonName());
    }
  }

  private static void sendPlain(HttpServerResponse response, Buffer body) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, Bodies.JSON).end(body);
  }

  private static void sendList(
      HttpServerRequest request, ListBodies.ListBody list, ModelQuery query, boolean gzip) {
    HttpServerResponse response = request.response();
    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    String cursor = list.nextCursor();
    if (cursor != null && query.limit() != null) {
      NextPage.link(request, LIST_PATH, cursor);
    }
    send(request, list.encoded(), gzip ? "gzip" : null);
  }

  private static void send(HttpServerRequest request, Encoded encoded, @Nullable String encoding) {
    HttpServerResponse response = request.response();
    if (ETag.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), encoded.etag())) {
      notModified(response, encoded.etag());
      return;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, Bodies.JSON)
        .putHeader(HttpHeaders.ETAG, encoded.etag());
    if (encoding != null) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, encoding);
    }
    response.end(encoded.body());
  }

  private static void notModified(HttpServerResponse response, String etag) {
    response.setStatusCode(304).putHeader(HttpHeaders.ETAG, etag).end();
  }

  private static boolean acceptsGzip(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    if (header == null) {
      return false;
    }
    boolean otherwise = false;
    for (String part : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String coding = part.strip();
      int semicolon = coding.indexOf(';');
      String name = semicolon < 0 ? coding : coding.substring(0, semicolon).strip();
      boolean wanted = semicolon < 0 || !coding.matches(".*;\\s*q=0(\\.0*)?");
      if (name.equals("gzip") || name.equals("x-gzip")) {
        return wanted;
      }
      otherwise |= wanted && name.equals("*");
    }
    return otherwise;
  }

  private static ModelQuery query(Query parameters) {
    return ModelFilters.read(parameters)
        .q(parameters.text("q"))
        .sort(parameters.named("sort", Sort.class, Sort.ID))
        .descending(parameters.named("order", Order.class, Order.ASC) == Order.DESC)
        .limit(parameters.integer("limit", 1, ModelQuery.MAX_LIMIT))
        .after(parameters.text("after"))
        .build();
  }
}
