package dev.understudy.http;

import dev.understudy.bus.BusRequest;
import dev.understudy.bus.RegistryClient;
import dev.understudy.config.ServerConfig;
import dev.understudy.json.Json;
import dev.understudy.model.ResolveMode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.usage.TopModels;
import dev.understudy.usage.UsageSpan;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/usage} and {@code /v1/models/{id}/usage}: what models were used for, told and asked.
 * Confined to one event loop.
 */
final class UsageRoutes {

  private static final int USUAL_TOP = 10;
  private static final String WHY = "usage of a guess helps nobody";

  /** 100 years. */
  private static final long LONGEST_STEP_HOURS = 876_600;

  private final RegistryClient client;
  private final ResolveMode usual;

  UsageRoutes(RegistryClient client, ServerConfig config) {
    this.client = client;
    this.usual =
        config.simulation().resolve() == ResolveMode.STRICT
            ? ResolveMode.STRICT
            : ResolveMode.ALIAS;
  }

  /** Counts a request that was made elsewhere. */
  Future<Void> record(RoutingContext context, ModelPath path) {
    Query parameters = Query.of(context.request());
    ResolveMode mode = parameters.exactMode(usual, WHY);
    parameters.refuseOthers();
    return JsonBody.read(context, RecordedUsage::read)
        .compose(usage -> client.request(new BusRequest.RecordUsage(path.id(), mode, usage)))
        .compose(
            found -> {
              ModelReads.nameResolved(context.response(), found);
              return context.response().setStatusCode(204).end();
            });
  }

  /** What one model was used for. */
  Future<Void> one(RoutingContext context, ModelPath path) {
    Query parameters = Query.of(context.request());
    ResolveMode mode = parameters.exactMode(usual, WHY);
    return report(context, parameters, path.id(), mode);
  }

  /** What all models were used for. */
  Future<Void> all(RoutingContext context) {
    return report(context, Query.of(context.request()), null, usual);
  }

  private Future<Void> report(
      RoutingContext context, Query parameters, @Nullable String name, ResolveMode mode) {
    UsageSpan span =
        new UsageSpan(parameters.time("from"), parameters.time("to"), stepHours(parameters));
    parameters.refuseOthers();
    return client
        .request(new BusRequest.GetUsage(name, mode, span))
        .compose(report -> send(context, report, UsageBody::of));
  }

  /** Which models were used most. */
  Future<Void> top(RoutingContext context) {
    Query parameters = Query.of(context.request());
    TopModels.By by = parameters.named("by", TopModels.By.class, TopModels.By.REQUESTS);
    Integer limit = parameters.integer("limit", 1, TopModels.MAX_LIMIT);
    UsageSpan span = new UsageSpan(parameters.time("from"), parameters.time("to"), 0);
    parameters.refuseOthers();
    return client
        .topModels(by, span, Objects.requireNonNullElse(limit, USUAL_TOP))
        .compose(top -> send(context, top, told -> UsageBody.of(told, by)));
  }

  private static int stepHours(Query parameters) {
    String step = Objects.requireNonNullElse(parameters.text("step"), "hour");
    return switch (step) {
      case "hour" -> 1;
      case "day" -> 24;
      case "total" -> 0;
      default -> hours(step);
    };
  }

  private static int hours(String step) {
    try {
      Duration duration = Duration.parse(step);
      long hours = duration.toHours();
      if (hours > 0 && hours <= LONGEST_STEP_HOURS && duration.equals(Duration.ofHours(hours))) {
        return (int) hours;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // Told below.
    }
    throw UnderstudyException.invalid(
        "step", step, "hour, day, total, or whole hours as PT6H or P7D");
  }

  /** Thousands of periods are written elsewhere than where streams are being paced. */
  private static <T> Future<Void> send(
      RoutingContext context, T told, Function<T, Map<String, Object>> body) {
    return context
        .vertx()
        .executeBlocking(() -> Buffer.buffer(Json.bytes(body.apply(told))), false)
        .compose(
            json ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(json));
  }
}
