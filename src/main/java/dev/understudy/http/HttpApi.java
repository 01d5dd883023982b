package dev.understudy.http;

import static dev.understudy.http.Routing.answering;
import static dev.understudy.http.Routing.get;
import static dev.understudy.http.Routing.refuseOthers;

import dev.understudy.bus.ModelLookup;
import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.RegistryClient;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.bus.SourceClient;
import dev.understudy.config.ServerConfig;
import dev.understudy.fault.FaultInjector;
import dev.understudy.fault.FaultMeter;
import dev.understudy.feed.FeedMeter;
import dev.understudy.feed.RecentEvents;
import dev.understudy.openai.ResponseLog;
import dev.understudy.registry.RegistrySnapshot;
import dev.understudy.simulation.Alarm;
import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.SimulationLog;
import dev.understudy.simulation.StreamClock;
import dev.understudy.simulation.TokenBudget;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
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

  /** Methods of what can only be read. */
  static final String READ = "GET, HEAD";

  private static final String RESOLVE = "/v1/resolve";
  private static final String SNAPSHOT = "/v1/snapshot";
  private static final String USAGE = "/v1/usage";
  private static final List<String> READ_ONLY =
      List.of(
          RESOLVE + "/popular",
          RESOLVE + "/history",
          "/v1/search",
          "/v1/stats",
          "/v1/changes",
          "/v1/events",
          "/v1/aliases",
          USAGE,
          USAGE + "/top",
          "/metrics",
          "/health/live",
          "/health/ready");

  private final Router router;
  private final Cors cors;
  private final ModelReads reads;
  private final ModelWrites writes;
  private final VersionRoutes versions;
  private final SnapshotRoutes snapshotRoutes;
  private final ModelRoutes oneModel;
  private final PlayedRoutes played;
  private final AnswerHead head;
  private final ResolveRoutes resolve;
  private final DiscoveryRoutes discovery;
  private final UsageRoutes usage;
  private final EventRoutes events;
  private final HealthRoutes health;
  private final SimulationPlayer player;
  private final StreamResponses responses;
  private final FaultRoutes faults;
  private final LeaderProxy leader;
  private final WebhookRoutes webhooks;
  private final SourceRoutes sources;
  private final Supplier<String> metrics;

  /**
   * What all event loops share. Safe on any thread.
   *
   * @param models those that are played
   * @param clock of dates
   * @param streamClock of streams
   * @param snapshots the registry as it is now
   * @param lists encoded lists
   * @param log what became of streams
   * @param responses those that are kept
   * @param budget bounds the tokens a second of streams
   * @param limits what each API key may ask of each model
   * @param caches what {@code /v1/stats} says of caches
   * @param metrics the text of {@code /metrics}; slow
   * @param faults decides which faults are injected
   * @param faultMeter counts them
   * @param writes {@code ok}, or why the last write was not kept
   * @param recent what happened last
   * @param feedMeter counts those who follow
   * @param leader where the server answers that leads; null for this one, empty where it is not
   *     known
   * @param ready whether the server takes requests
   */
  public record Shared(
      PlayedModels models,
      Clock clock,
      StreamClock streamClock,
      Supplier<RegistrySnapshot> snapshots,
      ListBodies lists,
      SimulationLog log,
      ResponseLog responses,
      TokenBudget budget,
      RateLimits limits,
      Supplier<Map<String, Object>> caches,
      Supplier<String> metrics,
      FaultInjector faults,
      FaultMeter faultMeter,
      Supplier<String> writes,
      RecentEvents recent,
      FeedMeter feedMeter,
      Supplier<@Nullable String> leader,
      BooleanSupplier ready) {}

  /** The routes of the calling event loop. */
  public HttpApi(Vertx vertx, ServerConfig config, Shared shared) {
    RegistryClient client = new RegistryClient(vertx);
    Supplier<RegistrySnapshot> snapshots = shared.snapshots();
    ModelLookup lookup = new ModelLookup(snapshots, client);
    this.health = new HealthRoutes(snapshots, shared.writes(), shared.ready());
    this.metrics = shared.metrics();
    this.writes = new ModelWrites(snapshots, client);
    this.events =
        new EventRoutes(
            vertx, client, config.feed(), snapshots, shared.recent(), shared.feedMeter());
    this.versions = new VersionRoutes(vertx, client, writes, snapshots, events.polls());
    this.snapshotRoutes = new SnapshotRoutes(client, writes);
    this.reads = new ModelReads(snapshots, lookup, shared.lists(), versions);
    this.resolve = new ResolveRoutes(client);
    this.discovery = new DiscoveryRoutes(snapshots, client, shared.caches());
    this.usage = new UsageRoutes(client, config);
    PlayedModels models = shared.models();
    Pacer pacer = Pacer.of(vertx.getOrCreateContext(), shared.streamClock());
    this.player = new SimulationPlayer(models, pacer, shared.log(), shared.budget());
    Alarm alarm = shared.streamClock().alarm(vertx.getOrCreateContext());
    this.responses = new StreamResponses(player, alarm, shared.faultMeter());
    FaultInjection injection =
        new FaultInjection(
            shared.faults(),
            shared.faultMeter(),
            player::refuse,
            alarm,
            config.simulation().timeScale());
    this.faults = new FaultRoutes(shared.faults());
    this.leader = new LeaderProxy(vertx, shared.leader());
    this.webhooks = new WebhookRoutes(vertx);
    this.sources = new SourceRoutes(new SourceClient(vertx));
    this.head = new AnswerHead(shared.limits(), player::nowNanos, shared.clock());
    this.played =
        new PlayedRoutes(
            new AnswerRoute.Stage(models, player, responses, injection, head, shared.clock()),
            shared.log(),
            shared.responses());
    this.oneModel =
        new ModelRoutes(
            reads,
            new AnthropicModels(snapshots, lookup),
            writes,
            versions,
            new CostRoute(lookup, versions, config, shared.clock()),
            usage,
            new LatencyStreamRoute(models, player, responses, injection));
    this.cors = new Cors(config.http().corsOrigins());
    this.router = router(vertx, config.http());
  }

  /** Ends the streams of those who follow what changes, who resume where they are. */
  public void endWatching() {
    events.stop();
  }

  /** Begins no more streams, and ends those that are open with an error. */
  public void cutStreams() {
    responses.cutAll();
  }

  @Override
  public void handle(HttpServerRequest request) {
    try {
      if (!cors.concerns(request) && reads.answeredAtOnce(request)) {
        return;
      }
    } catch (RuntimeException e) {
      Errors.answer(request, e);
      return;
    }
    router.handle(request);
  }

  /** Answers what is not HTTP as far as the server can tell; the connection is of no more use. */
  public static void refuseMalformed(HttpServerRequest request) {
    Errors.answer(request, Errors.ofMalformed(request.decoderResult().cause()));
    request.connection().close();
  }

  private Router router(Vertx vertx, ServerConfig.Http limits) {
    Router routes = Router.router(vertx);
    Handler<RoutingContext> body =
        JsonBody.reader(limits.maxBodyBytes(), Duration.ofSeconds(limits.bodySeconds()));
    if (!limits.corsOrigins().isEmpty()) {
      routes.route().handler(cors);
    }
    routes.route().handler(this::noteArrival).failureHandler(HttpApi::failed);
    played.mount(routes, body); // the hottest first, as a router tries one after the other
    get(
        routes,
        "/v1/models",
        context ->
            AnthropicModels.isAskedBy(context.request())
                ? oneModel.anthropic().list(context)
                : reads.list(context.request()));
    routes.post("/v1/models").handler(body).handler(answering(writes::post));
    refuseOthers(routes, "/v1/models", READ + ", POST");
    routes
        .route(ModelPath.PREFIX + "*")
        .handler(context -> oneModel.choose(context, body))
        .handler(answering(oneModel::answer));
    resolveRoutes(routes, body);
    get(routes, "/v1/search", discovery::search);
    get(routes, "/v1/stats", discovery::stats);
    get(routes, "/v1/changes", versions::changes);
    get(routes, "/v1/events", events::stream);
    get(routes, "/v1/aliases", versions::aliases);
    get(routes, SNAPSHOT, snapshotRoutes::save);
    routes.put(SNAPSHOT).handler(body).handler(answering(snapshotRoutes::restore));
    refuseOthers(routes, SNAPSHOT, READ + ", PUT");
    get(routes, USAGE, usage::all);
    get(routes, USAGE + "/top", usage::top);
    get(routes, "/metrics", this::metrics);
    get(routes, "/health/live", health::live);
    get(routes, "/health/ready", health::ready);
    for (String path : READ_ONLY) {
      refuseOthers(routes, path, READ);
    }
    faults.mount(routes, body);
    leader.mount(routes);
    webhooks.mount(routes, body);
    sources.mount(routes, body);
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
    head.begin(context);
    context.next();
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
                    .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
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
              ? Errors.noRoute(context.request())
              : status == 500 && context.failure() != null
                  ? context.failure()
                  : Errors.ofStatus(status, null);
    }
    Errors.answer(context.request(), failure);
  }
}
