package dev.understudy.bus;

import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ResolveMode;
import dev.understudy.simulation.CanonicalBody;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.Pacer;
import dev.understudy.simulation.Prompt;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;

/** Plays answers to other verticles. Confined to the event loop on which it is made. */
public final class StreamServer {

  private final Vertx vertx;
  private final ModelLookup lookup;
  private final RegistryClient client;
  private final Pacer pacer;

  /** A server on the calling event loop. */
  public StreamServer(Vertx vertx, ModelLookup lookup, RegistryClient client) {
    this.vertx = vertx;
    this.lookup = lookup;
    this.client = client;
    this.pacer = Pacer.of(vertx.getOrCreateContext());
  }

  /** Plans and starts an answer. */
  public Future<StreamOpened> open(BusRequest.OpenStream request) {
    long t0Nanos = System.nanoTime();
    StreamOptions options = request.options();
    return lookup
        .find(options.model(), ResolveMode.ALIAS)
        .compose(
            found ->
                client
                    .plan(simulation(options, found))
                    .map(plan -> start(request, plan, found, t0Nanos)));
  }

  private StreamOpened start(
      BusRequest.OpenStream request, SimulationPlan plan, FoundModel found, long t0Nanos) {
    BusTokenSink sink = new BusTokenSink(vertx, plan, request.replyAddress(), request.credits());
    sink.feed(pacer.play(plan, t0Nanos, sink));
    return new StreamOpened(
        sink.controlAddress(),
        found.model().id(),
        plan.promptTokens(),
        plan.tokens(),
        plan.planHeader());
  }

  private static SimulationRequest simulation(StreamOptions options, FoundModel found) {
    List<String> features =
        options.features().stream().map(RequestFeature::jsonName).sorted().toList();
    Map<String, Object> body =
        Map.of(
            "model", options.model(),
            "prompt", options.prompt(),
            "max_tokens", String.valueOf(options.maxTokens()),
            "features", features);
    SimulationRequest.Builder request =
        SimulationRequest.of(found.model())
            .prompt(Prompt.of(List.of(options.prompt())))
            .maxTokens(options.maxTokens())
            .seed(options.seed())
            .latency(new LatencyOverride(null, null, options.timeScale()))
            .bodyHash(CanonicalBody.hash(body))
            .idPrefix("stream-");
    options.features().forEach(request::feature);
    return request.build();
  }
}
