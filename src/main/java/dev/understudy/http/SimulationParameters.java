package dev.understudy.http;

import dev.understudy.bus.PlayedModels;
import dev.understudy.model.ResolveMode;
import dev.understudy.simulation.LatencyOverride;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/**
 * What parameters and headers of a simulation route say. Immutable.
 *
 * @param mode how the model's name is taken
 * @param latency timing, which stands above the body's
 * @param ignored names of parameters without effect
 */
record SimulationParameters(ResolveMode mode, LatencyOverride latency, Set<String> ignored) {

  static SimulationParameters of(HttpServerRequest request, PlayedModels models) {
    Query parameters = Query.of(request);
    ResolveMode mode = parameters.resolveMode(models.usualMode());
    LatencyOverride latency = SimulationHeaders.latency(request);
    return new SimulationParameters(mode, latency, parameters.others());
  }

  /** Names what has no effect, of the parameters and of the body. */
  void nameIgnored(HttpServerResponse response, Set<String> ignoredFields) {
    SimulationHeaders.nameIgnored(response, ignored);
    SimulationHeaders.nameIgnored(response, ignoredFields);
  }
}
