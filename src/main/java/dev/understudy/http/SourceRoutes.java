package dev.understudy.http;

import dev.understudy.bus.SourceClient;
import dev.understudy.json.Fields;
import dev.understudy.json.Json;
import dev.understudy.model.Faults;
import dev.understudy.source.SourceDiff;
import dev.understudy.source.SourceRefresh;
import dev.understudy.source.SourceSpec;
import dev.understudy.source.SourceStatus;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/sources}. Confined to one event loop. */
record SourceRoutes(SourceClient client) {

  private static final String ALL = "/v1/sources";
  private static final String ONE = ALL + "/:name";
  private static final String REFRESH = ONE + "/refresh";

  /** Adds its routes. */
  void mount(Router routes, Handler<RoutingContext> body) {
    Routing.get(routes, ALL, this::list);
    routes.post(ALL).handler(body).handler(Routing.answering(this::add));
    Routing.refuseOthers(routes, ALL, HttpApi.READ + ", POST");
    Routing.get(routes, ONE, this::get);
    routes.delete(ONE).handler(Routing.answering(this::remove));
    Routing.refuseOthers(routes, ONE, HttpApi.READ + ", DELETE");
    routes.post(REFRESH).handler(Routing.answering(this::refresh));
    Routing.refuseOthers(routes, REFRESH, "POST");
  }

  private Future<Void> list(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return client
        .list()
        .compose(
            sources -> {
              Map<String, @Nullable Object> list = new LinkedHashMap<>();
              list.put("object", "list");
              list.put("data", sources.stream().map(SourceRoutes::body).toList());
              return Bodies.send(context.response(), Json.bytes(list));
            });
  }

  private Future<Void> add(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return JsonBody.read(context, SourceRoutes::spec)
        .compose(client::add)
        .compose(
            added -> {
              context
                  .response()
                  .setStatusCode(201)
                  .putHeader(HttpHeaders.LOCATION, ALL + "/" + added.source().name());
              return Bodies.send(context.response(), Json.bytes(body(added)));
            });
  }

  private static SourceSpec spec(byte[] json) {
    Faults faults = new Faults();
    Fields fields = new Fields(Json.parseObject(json), faults);
    SourceSpec spec = SourceSpec.read(fields);
    fields.refuseOthers();
    faults.refuseRequest();
    return spec;
  }

  private Future<Void> get(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return client
        .get(context.pathParam("name"))
        .compose(source -> Bodies.send(context.response(), Json.bytes(body(source))));
  }

  private Future<Void> remove(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return client
        .remove(context.pathParam("name"))
        .compose(gone -> context.response().setStatusCode(204).end());
  }

  private Future<Void> refresh(RoutingContext context) {
    Query parameters = Query.of(context.request());
    boolean force = Boolean.TRUE.equals(parameters.bool("force"));
    boolean dryRun = Boolean.TRUE.equals(parameters.bool("dry_run"));
    parameters.refuseOthers();
    return client
        .refresh(context.pathParam("name"), force, dryRun)
        .compose(made -> Bodies.send(context.response(), Json.bytes(body(made))));
  }

  private static Map<String, @Nullable Object> body(SourceRefresh made) {
    SourceDiff diff = made.diff();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("object", "source.refresh");
    body.put("changed", made.changed());
    body.put("dry_run", made.dryRun());
    body.put("revision", made.revision());
    body.put("added", diff.added());
    body.put("updated", diff.updated());
    body.put("deprecated", diff.deprecated());
    body.put("removed", diff.removed());
    body.put("source", body(made.source()));
    return body;
  }

  private static Map<String, @Nullable Object> body(SourceStatus status) {
    SourceSpec spec = status.source();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("name", spec.name());
    body.put("object", "source");
    body.put("url", spec.url());
    body.put("interval_seconds", spec.intervalSeconds());
    body.put("timeout_seconds", spec.timeoutSeconds());
    body.put("max_bytes", spec.maxBytes());
    body.put("grace_days", spec.graceDays());
    body.put("configured", status.configured());
    body.put("state", status.state());
    body.put("models", status.models());
    body.put("missing", status.missing());
    body.put("last_success", status.lastSuccess());
    body.put("last_change", status.lastChange());
    body.put("last_error", status.lastError());
    body.put("last_error_at", status.lastErrorAt());
    body.put("failures", status.failures());
    body.put("etag", status.etag());
    body.put("last_modified", status.lastModified());
    body.put("next_run", status.nextRun());
    return body;
  }
}
