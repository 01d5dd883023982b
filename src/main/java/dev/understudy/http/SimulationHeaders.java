package dev.understudy.http;

import dev.understudy.simulation.LatencyOverride;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;

/** Headers that all simulation routes read or write. */
final class SimulationHeaders {

  /** Longer lists are cut, as clients refuse long headers. */
  private static final int LONGEST = 1000;

  private SimulationHeaders() {}

  /** The timing that the request asks for. */
  static LatencyOverride latency(HttpServerRequest request) {
    String header = request.getHeader(LatencyOverride.HEADER);
    return header == null ? LatencyOverride.NONE : LatencyOverride.parse(header);
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
