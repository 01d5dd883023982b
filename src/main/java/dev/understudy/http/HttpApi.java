package dev.understudy.http;

import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.config.ServerConfig;
import dev.understudy.json.Json;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.StreamClock;
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
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All routes, for one event loop. The hottest reads are answered ahead of the router. Whatever
 * fails, anywhere, is answered by {@link Errors}.
 */
public final class HttpApi implements Handler<HttpServerRequest> {

  /** Where the arrival of the request's headers is kept, in nanoseconds. */
  static final String ARRIVAL = "understudy.arrival";

  private static final int[] FRAMEWORK_ERRORS = {400, 404, 405, 406, 413, 414, 415, 417, 431, 500};
  private static final String READ = "GET, HEAD";
  private static final String CHAT = "/v1/chat/completions";
  private static final String SIMULATIONS = "/v1/simulations";
  private static final String RESOLVE = "/v1/resolve";
  private static final List<String> READ_ONLY =
      List.of(
          RESOLVE + "/popular",
          RESOLVE + "/history",
          "/v1/search",
          "/v1/stats",
          "/metrics",
          "/health/live",
          "/health/ready");
  private static final String PATH = "understudy.path";

  private final Router router;
  private final ModelReads reads;
  private final ModelWrites writes;
  private final CostRoute cost;
  private final ChatRoute chat;
  private final SimulationPlayer player;
  private final StreamResponses responses;
  private final LatencyStreamRoute latencyStream;
  private final SimulationRoutes simulations;
  private final ResolveRoutes resolve;
  private final DiscoveryRoutes discovery;
  private final Supplier<RegistrySnapshot> snapshots;
  private final BooleanSupplier ready;
  private final Supplier<String> metrics;

  /**
   * What all event loops share. Safe on any thread.
   *
   * @param policy which models are played
   * @param clock of dates
   * @param streamClock of streams
   * @param snapshots the registry as it is now
   * @param lists encoded lists
   * @param log what became of streams
   * @param caches what {@code /v1/stats} says of caches
   * @param metrics the text of {@code /metrics}; slow
   * @param ready whether the server takes requests
   */
  public record Shared(
      PlayedModels.Policy policy,
      Clock clock,
      StreamClock streamClock,
      Supplier<RegistrySnapshot> snapshots,
      ListBodies lists,
      SimulationLog log,
      Supplier<Map<String, Object>> caches,
      Supplier<String> metrics,
      BooleanSupplier ready) {}

  /** The routes of the calling event loop. */
  public HttpApi(Vertx vertx, ServerConfig config, Shared shared) {
    RegistryClient client = new RegistryClient(vertx);
    this.snapshots = shared.snapshots();
    ModelLookup lookup = new ModelLookup(snapshots, client);
    this.ready = shared.ready();
    this.metrics = shared.metrics();
    this.reads = new ModelReads(snapshots, lookup, shared.lists());
    this.writes = new ModelWrites(snapshots, client);
    this.cost = new CostRoute(lookup, config, shared.clock());
    this.resolve = new ResolveRoutes(client);
    this.discovery = new DiscoveryRoutes(snapshots, client, shared.caches());
    Pacer pacer = Pacer.of(vertx.getOrCreateContext(), shared.streamClock());
    this.player = new SimulationPlayer(client, pacer, shared.log());
    this.responses = new StreamResponses(player);
    PlayedModels models = new PlayedModels(lookup, client, shared.policy());
    this.chat = new ChatRoute(models, player, responses, shared.clock());
    this.latencyStream = new LatencyStreamRoute(models, player, responses);
    this.simulations = new SimulationRoutes(shared.log(), chat);
    this.router = router(vertx, config.http());
  }

  /** Begins no more streams, and ends those that are open with an error. */
  public void cutStreams() {
    responses.cutAll();
  }

  @Override
  public void handle(HttpServerRequest request) {
    try {
      if (reads.answeredAtOnce(request)) {
        return;
      }
    } catch (RuntimeException e) {
      Errors.answer(request.response(), e);
      return;
    }
    router.handle(request);
  }

  /** Answers what is not HTTP as far as the server can tell; the connection is of no more use. */
  public static void refuseMalformed(HttpServerRequest request) {
    Errors.answer(request.response(), Errors.ofMalformed(request.decoderResult().cause()));
    request.connection().close();
  }

  private Router router(Vertx vertx, ServerConfig.Http limits) {
    Router routes = Router.router(vertx);
    Handler<RoutingContext> body =
        JsonBody.reader(limits.maxBodyBytes(), Duration.ofSeconds(limits.bodySeconds()));
    routes.route().handler(this::noteArrival).failureHandler(HttpApi::failed);
    get(routes, "/v1/models", context -> reads.list(context.request()));
    routes.post("/v1/models").handler(body).handler(answering(writes::post));
    refuseOthers(routes, "/v1/models", READ + ", POST");
    routes
        .route(ModelPath.PREFIX + "*")
        .handler(context -> chooseModelRoute(context, body))
        .handler(answering(this::model));
    resolveRoutes(routes, body);
    get(routes, "/v1/search", discovery::search);
    get(routes, "/v1/stats", discovery::stats);
    get(routes, "/metrics", this::metrics);
    get(routes, "/health/live", context -> health(context, true));
    get(routes, "/health/ready", context -> health(context, ready.getAsBoolean()));
    for (String path : READ_ONLY) {
      refuseOthers(routes, path, READ);
    }
    routes.post(CHAT).handler(body).handler(answering(chat::complete));
    refuseOthers(routes, CHAT, "POST");
    routes.post(SIMULATIONS).handler(body).handler(answering(simulations::schedule));
    refuseOthers(routes, SIMULATIONS, "POST");
    get(routes, SIMULATIONS + "/:id", simulations::get);
    refuseOthers(routes, SIMULATIONS + "/:id", READ);
    for (int status : FRAMEWORK_ERRORS) {
      routes.errorHandler(status, context -> frameworkError(context, status));
    }
    return routes;
  }

  private void resolveRoutes(Router routes, Handler<RoutingContext> body) {
    get(routes, RESOLVE, resolve::one);
    routes.post(RESOLVE).handler(body).handler(answering(resolve::many));
    refuseOthers(routes, RESOLVE, READ + ", POST");
    routes.post(RESOLVE + "/feedback").handler(body).handler(answering(resolve::feedback));
    refuseOthers(routes, RESOLVE + "/feedback", "POST");
    get(routes, RESOLVE + "/popular", resolve::popular);
    get(routes, RESOLVE + "/history", resolve::history);
  }

  private void noteArrival(RoutingContext context) {
    context.put(ARRIVAL, player.nowNanos());
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

  private static void refuseOthers(Router routes, String path, String allowed) {
    routes
        .route(path)
        .handler(
            answering(
                context -> {
                  throw wrongMethod(context, allowed);
                }));
  }

  /** Refuses unknown routes below {@code /v1/models/} and wrong methods before a body is read. */
  private static void chooseModelRoute(RoutingContext context, Handler<RoutingContext> body) {
    String method = context.request().method().name();
    try {
      ModelPath path = ModelPath.parse(context.request().path());
      String allowed = path == null ? null : allowed(path.subResource());
      if (allowed == null) {
        throw notFound(context);
      }
      if (!List.of(allowed.split(", ")).contains(method)) {
        throw wrongMethod(context, allowed);
      }
      context.put(PATH, path);
    } catch (UnderstudyException e) {
      Errors.answer(context.response(), e);
      return;
    }
    if (method.startsWith("P")) {
      body.handle(context);
    } else {
      context.next();
    }
  }

  private static @Nullable String allowed(String subResource) {
    return switch (subResource) {
      case "" -> READ + ", PUT, PATCH, DELETE";
      case "capabilities", "stream" -> READ;
      case "cost" -> "POST";
      default -> null;
    };
  }

  /** Everything below {@code /v1/models/}. */
  private Future<Void> model(RoutingContext context) {
    ModelPath path = context.get(PATH);
    return switch (path.subResource()) {
      case "capabilities" -> reads.capabilities(context.request(), path);
      case "stream" -> latencyStream.stream(context, path);
      case "cost" -> cost.cost(context, path);
      default ->
          switch (context.request().method().name()) {
            case "PUT" -> writes.put(context, path);
            case "PATCH" -> writes.patch(context, path);
            case "DELETE" -> writes.delete(context, path);
            default -> reads.one(context.request(), path);
          };
    };
  }

  private static UnderstudyException wrongMethod(RoutingContext context, String allowed) {
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    return new UnderstudyException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "method: %s (expected: %s)".formatted(context.request().method(), allowed),
        null);
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

  private Future<Void> metrics(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return context
        .vertx()
        .executeBlocking(metrics::get, false)
        .compose(
            text ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .end(text));
  }

  private static void failed(RoutingContext context) {
    frameworkError(context, context.statusCode() < 0 ? 500 : context.statusCode());
  }

  private static void frameworkError(RoutingContext context, int status) {
    Throwable failure = JsonBody.failure(context, status, context.failure());
    if (failure == null) {
      failure =
          status == 404
              ? notFound(context)
              : status == 500 && context.failure() != null
                  ? context.failure()
                  : Errors.ofStatus(status, null);
    }
    Errors.answer(context.response(), failure);
  }

  private static UnderstudyException notFound(RoutingContext context) {
    HttpServerRequest request = context.request();
    return new UnderstudyException(
        ErrorCode.NOT_FOUND, "no route " + request.method() + " " + request.path(), null);
  }
}
