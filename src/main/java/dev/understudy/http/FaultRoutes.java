package dev.understudy.http;

import dev.understudy.fault.Durations;
import dev.understudy.fault.FaultInjector;
import dev.understudy.fault.FaultSpec;
import dev.understudy.fault.Phase;
import dev.understudy.fault.Scenario;
import dev.understudy.fault.ScenarioState;
import dev.understudy.json.Fields;
import dev.understudy.json.Json;
import dev.understudy.model.Faults;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code /v1/faults/reset} and {@code /v1/scenarios}. Confined to one event loop. */
final class FaultRoutes {

  private static final String RESET = "/v1/faults/reset";
  private static final String SCENARIOS = "/v1/scenarios";
  private static final String START = SCENARIOS + "/:name/start";
  private static final String STOP = SCENARIOS + "/:name/stop";
  private static final double FASTEST = 100_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final FaultInjector injector;

  FaultRoutes(FaultInjector injector) {
    this.injector = injector;
  }

  /** Adds its routes. */
  void mount(Router routes, Handler<RoutingContext> body) {
    routes.post(RESET).handler(body).handler(Routing.answering(this::reset));
    Routing.refuseOthers(routes, RESET, "POST");
    Routing.get(routes, SCENARIOS, this::list);
    Routing.refuseOthers(routes, SCENARIOS, HttpApi.READ);
    routes.post(START).handler(Routing.answering(this::start));
    Routing.refuseOthers(routes, START, "POST");
    routes.post(STOP).handler(Routing.answering(this::stop));
    Routing.refuseOthers(routes, STOP, "POST");
  }

  /** Whose counts begin anew; null for all. */
  private record Counted(@Nullable String model, @Nullable String apiKey) {
    static Counted read(byte[] bytes) {
      if (bytes.length == 0) {
        return new Counted(null, null);
      }
      Faults faults = new Faults();
      Fields fields = new Fields(Json.parseObject(bytes), faults);
      Counted counted = new Counted(fields.text("model"), fields.text("api_key"));
      fields.refuseOthers();
      faults.refuseRequest();
      return counted;
    }
  }

  private Future<Void> reset(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return JsonBody.read(context, Counted::read)
        .compose(
            counted -> {
              String key = counted.apiKey();
              int forgotten =
                  injector.reset(key == null ? null : ApiKey.digest(key), counted.model());
              return answer(context, Map.of("reset", forgotten));
            });
  }

  private Future<Void> list(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    List<Map<String, Object>> all =
        injector.scenarios().states().stream().map(FaultRoutes::body).toList();
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("object", "list");
    list.put("data", all);
    return answer(context, list);
  }

  private Future<Void> start(RoutingContext context) {
    Query parameters = Query.of(context.request());
    double speed = Objects.requireNonNullElse(parameters.number("speed", FASTEST), 1.0);
    if (speed == 0) {
      throw UnderstudyException.invalid("speed", speed, "a number above 0 up to 100000");
    }
    String offset = Objects.requireNonNullElse(parameters.text("offset"), "0s");
    parameters.refuseOthers();
    long offsetNanos = Durations.nanos(offset);
    if (offsetNanos < 0) {
      throw UnderstudyException.invalid(
          "offset", offset, "a duration with its unit, as 30s, 5m or 2h");
    }
    String name = context.pathParam("name");
    return answer(context, body(injector.scenarios().start(name, speed, offsetNanos)));
  }

  private Future<Void> stop(RoutingContext context) {
    Query.of(context.request()).refuseOthers();
    return answer(context, body(injector.scenarios().stop(context.pathParam("name"))));
  }

  private static Map<String, Object> body(ScenarioState state) {
    Scenario scenario = state.scenario();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", scenario.name());
    body.put("object", "scenario");
    body.put("state", state.state());
    body.put("elapsed_seconds", state.elapsedNanos() / NANOS_PER_SECOND);
    body.put(
        "duration_seconds",
        scenario.isEndless() ? null : (Double) (scenario.endNanos() / NANOS_PER_SECOND));
    body.put("speed", state.speed());
    body.put("daily_factor", scenario.isEndless() ? (Double) state.dailyFactor() : null);
    body.put("phases", scenario.phases().stream().map(phase -> body(state, phase)).toList());
    return body;
  }

  private static Map<String, Object> body(ScenarioState state, Phase phase) {
    boolean holds = state.state().equals("running") && phase.holdsAt(state.elapsedNanos());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("from_seconds", phase.fromNanos() / NANOS_PER_SECOND);
    body.put("to_seconds", phase.toNanos() / NANOS_PER_SECOND);
    body.put("model", phase.modelText());
    body.put("in_force", holds);
    body.put("factor", holds ? (Double) phase.factorAt(state.elapsedNanos()) : null);
    body.put("faults", phase.faults().stream().map(FaultSpec::text).toList());
    return body;
  }

  private static Future<Void> answer(RoutingContext context, Map<String, Object> body) {
    return context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(Buffer.buffer(Json.bytes(body)));
  }
}
