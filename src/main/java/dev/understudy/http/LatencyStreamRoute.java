package dev.understudy.http;

import dev.understudy.bus.PlayedModels;
import dev.understudy.bus.SimulationPlayer;
import dev.understudy.fault.AskedFaults;
import dev.understudy.fault.FaultRules;
import dev.understudy.model.Capability;
import dev.understudy.model.LatencyProfile.RequestFeature;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.Named;
import dev.understudy.model.ReasoningEffort;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.BodyHash;
import dev.understudy.simulation.CanonicalBody;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /v1/models/{id}/stream}: nothing but time. Confined to one event loop. */
final class LatencyStreamRoute {

  private static final int MOST_TOKENS = 100_000;
  private static final int USUAL_TOKENS = 50;
  private static final int LARGEST_SCALE = 1000;

  private final PlayedModels models;
  private final SimulationPlayer player;
  private final StreamResponses responses;
  private final FaultInjection faults;

  LatencyStreamRoute(
      PlayedModels models,
      SimulationPlayer player,
      StreamResponses responses,
      FaultInjection faults) {
    this.models = models;
    this.player = player;
    this.faults = faults;
    this.responses = responses;
  }

  /** Plays as many tokens as asked for; a parameter without a value counts as not given. */
  Future<Void> stream(RoutingContext context, ModelPath path) {
    HttpServerRequest request = context.request();
    Query parameters = Query.blankAsAbsent(request);
    ResolveMode mode = parameters.resolveMode(models.usualMode());
    int tokens =
        Objects.requireNonNullElse(parameters.integer("tokens", 1, MOST_TOKENS), USUAL_TOKENS);
    Long seed = parameters.wholeNumber("seed");
    Set<RequestFeature> features = inputs(parameters.text("input"));
    Boolean reasoning = parameters.bool("reasoning");
    if (Boolean.TRUE.equals(parameters.bool("tools"))) {
      features.add(RequestFeature.TOOLS);
    }
    Double scale = parameters.number("scale", LARGEST_SCALE);
    LatencyOverride latency =
        new LatencyOverride(null, null, scale).or(SimulationHeaders.latency(request));
    SimulationHeaders.nameIgnored(context.response(), parameters.others());
    return models
        .find(path.id(), mode)
        .compose(
            found -> {
              ModelReads.nameResolved(context.response(), found);
              boolean reasons = found.model().capabilities().can(Capability.REASONING);
              if (reasoning == null ? reasons : reasoning) {
                features.add(RequestFeature.REASONING);
              }
              SimulationRequest.Builder silent =
                  silent(found.model(), features, effort(reasoning), latency);
              FaultInjection.Asked asked = asked(silent.seed(seed).build(), tokens);
              return faults
                  .begin(context, found.model(), asked)
                  .compose(call -> play(call, silent.seed(call.faults().seed(seed)), tokens));
            });
  }

  private static FaultInjection.Asked asked(SimulationRequest request, int tokens) {
    return new FaultInjection.Asked(
        FaultRules.BARE_STREAM,
        request.seed(),
        BodyHash.of(request.bodyHash().value() + "/" + tokens),
        true,
        request.latency().timeScale(),
        AskedFaults.NONE,
        false);
  }

  /** Some models reason only when asked. */
  private static @Nullable ReasoningEffort effort(@Nullable Boolean reasoning) {
    return Boolean.TRUE.equals(reasoning) ? ReasoningEffort.MEDIUM : null;
  }

  private Future<Void> play(Call call, SimulationRequest.Builder silent, int tokens) {
    return player
        .planSilent(call.model(), silent.build(), tokens)
        .map(call.faults()::retime)
        .compose(plan -> play(call, plan));
  }

  private Future<Void> play(Call call, SimulationPlan plan) {
    return call.request().method().equals(HttpMethod.HEAD)
        ? SimulationHeaders.ofEvents(call.response(), plan).end()
        : responses.events(call, plan, new LatencyFrames(plan));
  }

  private static SimulationRequest.Builder silent(
      ModelDefinition model,
      Set<RequestFeature> features,
      @Nullable ReasoningEffort effort,
      LatencyOverride latency) {
    List<String> names = features.stream().map(RequestFeature::jsonName).sorted().toList();
    SimulationRequest.Builder request =
        SimulationRequest.of(model)
            .effort(effort)
            .idPrefix("stream-")
            .latency(latency)
            .bodyHash(CanonicalBody.hash(Map.of("model", model.id(), "features", names)));
    features.forEach(request::feature);
    return request;
  }

  private static Set<RequestFeature> inputs(@Nullable String list) {
    Set<RequestFeature> features = EnumSet.noneOf(RequestFeature.class);
    if (list != null) {
      for (String name : list.split(",", -1)) {
        RequestFeature feature = Named.find(RequestFeature.class, name.strip());
        if (feature == null
            || feature == RequestFeature.REASONING
            || feature == RequestFeature.TOOLS) {
          throw UnderstudyException.invalid("input", name, "a list of image, audio, video");
        }
        features.add(feature);
      }
    }
    return features;
  }
}
