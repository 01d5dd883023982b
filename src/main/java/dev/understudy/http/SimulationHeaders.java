package dev.understudy.http;

import dev.understudy.fault.AskedFaults;
import dev.understudy.fault.Injected;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.text.Tokenizer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Headers that all simulation routes read or write. */
final class SimulationHeaders {

  /** Longer lists are cut, as clients refuse long headers. */
  private static final int LONGEST = 1000;

  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x21-\\x7e]");

  private static final String IGNORED = "understudy-ignored";
  private static final CharSequence SIMULATION =
      HttpHeaders.createOptimized("understudy-simulation");
  private static final CharSequence PLAN = HttpHeaders.createOptimized(SimulationPlan.HEADER);
  private static final CharSequence TOKENIZER = HttpHeaders.createOptimized("understudy-tokenizer");
  private static final String SCENARIO = "understudy-scenario";

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

  /** The faults that the request asks for. */
  static AskedFaults faults(HttpServerRequest request) {
    return AskedFaults.ofHeader(request.headers().getAll(AskedFaults.HEADER));
  }

  /** Says by which id the record is found. */
  static HttpServerResponse nameSimulation(HttpServerResponse response, SimulationPlan plan) {
    return response.putHeader(SIMULATION, plan.id());
  }

  /** Says what the model's tokens are counted in. */
  static void nameTokenizer(HttpServerResponse response, ModelDefinition model) {
    response.putHeader(TOKENIZER, Tokenizer.nameFor(model));
  }

  /** Says what is planned, and by which id the record of it is found. */
  static HttpServerResponse namePlan(HttpServerResponse response, SimulationPlan plan) {
    nameFaults(response, plan.details().faults(), plan.details().scenario());
    return nameSimulation(response, plan).putHeader(PLAN, plan.planHeader());
  }

  /** Names what is injected, and the scenario in force. */
  static void nameFaults(
      HttpServerResponse response, List<String> faults, @Nullable String scenario) {
    if (!faults.isEmpty()) {
      String names = String.join(", ", faults);
      response.putHeader(AskedFaults.HEADER, names.substring(0, Math.min(LONGEST, names.length())));
    }
    if (scenario != null) {
      response.putHeader(SCENARIO, scenario);
    }
  }

  /** Names the faults that an answer that is not streamed cannot have. */
  static void nameUnfit(Call call) {
    List<Injected> unfit = call.faults().unfit();
    if (!unfit.isEmpty()) {
      nameIgnored(
          call.response(),
          unfit.stream()
              .map(fault -> AskedFaults.HEADER + ":" + fault.effect().kind().key())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  /** The headers of a stream of server-sent events. */
  static HttpServerResponse ofEvents(HttpServerResponse response, SimulationPlan plan) {
    return namePlan(response, plan)
        .putHeader("content-type", "text/event-stream; charset=utf-8")
        .putHeader("cache-control", "no-cache")
        .putHeader("x-accel-buffering", "no");
  }

  /** Names the fields and parameters that have no effect, after those already named. */
  static void nameIgnored(HttpServerResponse response, Set<String> ignored) {
    String before = response.headers().get(IGNORED);
    StringBuilder names = new StringBuilder(before == null ? "" : before);
    for (String name : ignored) {
      if (names.length() >= LONGEST) {
        break; // a body may have millions
      }
      names.append(names.isEmpty() ? "" : ", ");
      String shown = name.substring(0, Math.min(LONGEST, name.length()));
      names.append(UNPRINTABLE.matcher(shown).replaceAll("?"));
    }
    if (!ignored.isEmpty()) {
      response.putHeader(IGNORED, names.substring(0, Math.min(LONGEST, names.length())));
    }
  }
}
