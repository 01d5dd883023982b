package dev.understudy.http;

import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.SimulationPlan;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;

/** Headers that all simulation routes read or write. */
final class SimulationHeaders {

  /** Longer lists are cut, as clients refuse long headers. */
  private static final int LONGEST = 1000;

  private SimulationHeaders() {}

  /** The timing that the request asks for. */
  static LatencyOverride latency(HttpServerRequest request) {
    List<String> headers = request.headers().getAll(LatencyOverride.HEADER);
    if (headers.size() > 1) {
      throw UnderstudyException.invalid(
          LatencyOverride.HEADER, String.join(", ", headers), "the header once");
    }
    return headers.isEmpty() ? LatencyOverride.NONE : LatencyOverride.parse(headers.get(0));
  }

  /** Says by which id the record is found. */
  static HttpServerResponse nameSimulation(HttpServerResponse response, SimulationPlan plan) {
    return response.putHeader("understudy-simulation", plan.id());
  }

  /** Says what is planned, and by which id the record of it is found. */
  static HttpServerResponse namePlan(HttpServerResponse response, SimulationPlan plan) {
    return nameSimulation(response, plan).putHeader(SimulationPlan.HEADER, plan.planHeader());
  }

  /** The headers of a stream of server-sent events. */
  static HttpServerResponse ofEvents(HttpServerResponse response, SimulationPlan plan) {
    return namePlan(response, plan)
        .putHeader("content-type", "text/event-stream; charset=utf-8")
        .putHeader("cache-control", "no-cache")
        .putHeader("x-accel-buffering", "no");
  }

  /** Names the fields and parameters that have no effect. */
  static void nameIgnored(HttpServerResponse response, Set<String> ignored) {
    String names =
        String.join(
            ", ", ignored.stream().map(name -> name.replaceAll("[^\\x21-\\x7e]", "?")).toList());
    if (!names.isEmpty()) {
      response.putHeader(
          "understudy-ignored", names.substring(0, Math.min(LONGEST, names.length())));
    }
  }
}
