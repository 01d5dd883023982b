package dev.understudy.http;

import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ServerConfig;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.simulation.Pacer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All routes, for one event loop. The hottest reads are answered ahead of the router. Whatever
 * fails, anywhere, is answered by {@link Errors}.
 */
public final class HttpApi implements Handler<HttpServerRequest> {

  private static final int[] FRAMEWORK_ERRORS = {400, 404, 405, 406, 413, 414, 415, 431, 500};

  private final Router router;
  private final ModelReads reads;
  private final ModelWrites writes;
  private final CostRoute cost;
  private final SimulationRoutes simulation;
  private final DiscoveryRoutes discovery;
  private final Supplier<RegistrySnapshot> snapshots;
  private final BooleanSupplier ready;

  /**
   * The routes of the calling event loop.
   *
   * @param snapshots the registry as it is now
   * @param lists encoded lists, shared by all event loops
   * @param caches what {@code /v1/stats} says of caches
   * @param ready whether the server takes requests
   */
  public HttpApi(
      Vertx vertx,
      ServerConfig config,
      Clock clock,
      Supplier<RegistrySnapshot> snapshots,
      ListBodies lists,
      Supplier<Map<String, Object>> caches,
      BooleanSupplier ready) {
    RegistryClient client = new RegistryClient(vertx);
    ModelLookup lookup = new ModelLookup(snapshots, client);
    this.snapshots = snapshots;
    this.ready = ready;
    this.reads = new ModelReads(snapshots, lookup, lists);
    this.writes = new ModelWrites(snapshots, client);
    this.cost = new CostRoute(lookup, clock);
    this.discovery = new DiscoveryRoutes(snapshots, client, caches);
    Pacer pacer = Pacer.of(vertx.getOrCreateContext());
    this.simulation = new SimulationRoutes(lookup, client, pacer, config, clock);
    this.router = router(vertx, config.http().maxBodyBytes());
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!reads.answeredAtOnce(request)) {
      router.handle(request);
    }
  }

  private Router router(Vertx vertx, int maxBodyBytes) {
    Router routes = Router.router(vertx);
    routes.route().handler(HttpApi::noteArrival);
    routes.route().handler(BodyHandler.create(false).setBodyLimit(maxBodyBytes));
    get(routes, "/v1/models", context -> reads.list(context.request()));
    routes.post("/v1/models").handler(answering(writes::post));
    routes.route(ModelPath.PREFIX + "*").handler(answering(this::model));
    get(routes, "/v1/resolve", discovery::resolve);
    get(routes, "/v1/search", discovery::search);
    get(routes, "/v1/stats", discovery::stats);
    get(routes, "/health/live", context -> health(context, true));
    get(routes, "/health/ready", context -> health(context, ready.getAsBoolean()));
    routes.post("/v1/chat/completions").handler(answering(simulation::chat));
    for (int status : FRAMEWORK_ERRORS) {
      routes.errorHandler(status, context -> frameworkError(context, status));
    }
    return routes;
  }

  private static void noteArrival(RoutingContext context) {
    context.put(SimulationRoutes.ARRIVAL, System.nanoTime());
    context.next();
  }

  private static void get(
      Router routes, String path, Function<RoutingContext, Future<Void>> answer) {
    routes.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(answering(answer));
  }

  /** A handler whose every failure is answered. */
  private static Handler<RoutingContext> answering(Function<RoutingContext, Future<Void>> answer) {
    return context -> {
      try {
        answer.apply(context).onFailure(failure -> Errors.answer(context.response(), failure));
      } catch (RuntimeException e) {
        Errors.answer(context.response(), e);
      }
    };
  }

  /** Everything below {@code /v1/models/}. */
  private Future<Void> model(RoutingContext context) {
    ModelPath path = ModelPath.parse(context.request().path());
    String method = context.request().method().name();
    boolean read = method.equals("GET") || method.equals("HEAD");
    return switch (path.subResource()) {
      case "" ->
          switch (method) {
            case "GET", "HEAD" -> reads.one(context.request(), path);
            case "PUT" -> writes.put(context, path);
            case "PATCH" -> writes.patch(context, path);
            case "DELETE" -> writes.delete(context, path);
            default -> wrongMethod(context, "GET, HEAD, PUT, PATCH, DELETE");
          };
      case "capabilities" ->
          read ? reads.capabilities(context.request(), path) : wrongMethod(context, "GET, HEAD");
      case "stream" ->
          method.equals("GET")
              ? simulation.latencyStream(context, path)
              : wrongMethod(context, "GET");
      case "cost" ->
          method.equals("POST") ? cost.cost(context, path) : wrongMethod(context, "POST");
      default -> throw notFound(context);
    };
  }

  private static Future<Void> wrongMethod(RoutingContext context, String allowed) {
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    throw methodNotAllowed(context, allowed);
  }

  private Future<Void> health(RoutingContext context, boolean healthy) {
    Query.of(context.request()).refuseOthers();
    RegistrySnapshot snapshot = snapshots.get();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", healthy ? "ok" : "unavailable");
    body.put("models", snapshot.count());
    body.put("revision", snapshot.revision());
    HttpServerResponse response = context.response();
    return response
        .setStatusCode(healthy ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(Json.bytes(body)));
  }

  private static void frameworkError(RoutingContext context, int status) {
    Throwable cause = context.failure();
    if (status == 404) {
      cause = notFound(context);
    } else if (status == 405) {
      cause = methodNotAllowed(context, context.response().headers().get(HttpHeaders.ALLOW));
    } else if (cause == null || status != 500) {
      cause = Errors.ofStatus(status, null);
    }
    Errors.answer(context.response(), cause);
  }

  private static UnderstudyException notFound(RoutingContext context) {
    HttpServerRequest request = context.request();
    return new UnderstudyException(
        ErrorCode.NOT_FOUND, "no route " + request.method() + " " + request.path(), null);
  }

  private static UnderstudyException methodNotAllowed(RoutingContext context, String allowed) {
    return new UnderstudyException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "method: %s (expected: %s)".formatted(context.request().method(), allowed),
        null);
  }
}
