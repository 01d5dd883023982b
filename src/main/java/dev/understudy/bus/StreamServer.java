package dev.understudy.bus;

import dev.understudy.model.Capability;
import dev.understudy.model.Endpoint;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.CanonicalBody;
import dev.understudy.simulation.Prompt;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import dev.understudy.simulation.SimulationState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays answers to other verticles. Confined to the event loop on which it is made. */
public final class StreamServer {

  private final Vertx vertx;
  private final PlayedModels models;
  private final SimulationPlayer player;
  private final Duration patience;
  private final Set<BusTokenSink> open = new HashSet<>();

  /**
   * A server on the calling event loop.
   *
   * @param models those that are played
   * @param player of the same event loop, and of this server alone
   * @param patience after how long a receiver that gives no credits is taken for gone, at least 1
   *     ms
   */
  public StreamServer(
      Vertx vertx, PlayedModels models, SimulationPlayer player, Duration patience) {
    this.vertx = vertx;
    this.models = models;
    this.player = player;
    this.patience = patience;
  }

  /** Plans and starts an answer. */
  public Future<StreamOpened> open(BusRequest.OpenStream request) {
    long t0Nanos = player.nowNanos();
    if (request.credits() < 0) {
      throw UnderstudyException.invalid("credits", request.credits(), "a whole number from 0");
    }
    StreamOptions options = request.options();
    return models
        .find(options.model(), models.usualMode())
        .compose(
            found ->
                player
                    .plan(found.model(), () -> simulation(options, found))
                    .compose(plan -> start(request, plan, found, t0Nanos)));
  }

  private Future<StreamOpened> start(
      BusRequest.OpenStream request, SimulationPlan plan, FoundModel found, long t0Nanos) {
    BusTokenSink sink =
        new BusTokenSink(vertx, plan, request, () -> player.nowNanos() - t0Nanos, patience);
    try {
      sink.feed(player.play(plan, found.model(), t0Nanos, sink));
    } catch (UnderstudyException refused) {
      sink.refused();
      throw refused;
    }
    open.add(sink);
    sink.closed().onComplete(closed -> open.remove(sink));
    return sink.reachable()
        .map(
            new StreamOpened(
                sink.controlAddress(),
                found.model().id(),
                plan.id(),
                plan.promptTokens(),
                plan.tokens(),
                plan.planHeader()));
  }

  /** How many streams are being sent. */
  public int openStreams() {
    return open.size();
  }

  /**
   * Opens no more streams and waits for those that are open.
   *
   * @param bound how long; those that are left then are cut
   * @return completes when none is open
   */
  public Future<Void> stop(Duration bound) {
    player.stop();
    List<Future<Void>> closing = open.stream().map(BusTokenSink::closed).toList();
    if (closing.isEmpty()) {
      return Future.succeededFuture();
    }
    long timer = vertx.setTimer(Math.max(1, bound.toMillis()), late -> cutAll());
    return Future.join(closing).onComplete(ended -> vertx.cancelTimer(timer)).mapEmpty();
  }

  private void cutAll() {
    Set.copyOf(open).forEach(sink -> sink.cut(SimulationState.CUT));
  }

  private static SimulationRequest simulation(StreamOptions options, FoundModel found) {
    ModelDefinition model = found.model();
    PlayedModels.refuseUnsupported(model, Endpoint.CHAT);
    PlayedModels.refuseLacking(model, needed(options));
    Integer maxTokens = options.maxTokens();
    if (maxTokens != null && maxTokens < 1) {
      throw UnderstudyException.invalid("max_tokens", maxTokens, "a whole number from 1");
    }
    ReasoningEffort effort = options.effort();
    if (effort == null && options.features().contains(RequestFeature.REASONING)) {
      effort = ReasoningEffort.MEDIUM;
    }
    SimulationRequest.Builder request =
        SimulationRequest.of(model)
            .prompt(Prompt.of(List.of(options.prompt())))
            .maxTokens(maxTokens)
            .thinkingApart(true)
            .effort(effort)
            .stop(options.stop())
            .seed(options.seed())
            .latency(options.latency())
            .bodyHash(CanonicalBody.hash(body(options)))
            .idPrefix("stream-");
    options.features().stream()
        .filter(f -> f != RequestFeature.REASONING)
        .forEach(request::feature);
    if (model.reasons(effort)) {
      request.feature(RequestFeature.REASONING);
    }
    return request.build();
  }

  /** By which parameter each capability is asked for. */
  private static Map<Capability, String> needed(StreamOptions options) {
    Map<Capability, String> needed = new EnumMap<>(Capability.class);
    needed.put(Capability.STREAMING, "model");
    options.features().forEach(f -> needed.put(f.capability(), "features"));
    if (ReasoningEffort.asks(options.effort())) {
      needed.put(Capability.REASONING, "effort");
    }
    return needed;
  }

  /** What decides text and times, beside the seed; what is not said is not part of it. */
  private static Map<String, Object> body(StreamOptions options) {
    Map<String, Object> body = new HashMap<>();
    body.put("model", options.model());
    body.put("prompt", options.prompt());
    body.put("max_tokens", String.valueOf(options.maxTokens()));
    body.put(
        "features", options.features().stream().map(RequestFeature::jsonName).sorted().toList());
    ReasoningEffort effort = options.effort();
    if (effort != null) {
      body.put("effort", effort.jsonName());
    }
    if (!options.stop().isEmpty()) {
      body.put("stop", options.stop());
    }
    return body;
  }
}
