package dev.understudy.http;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything below {@code /v1/models/}: ids may hold slashes, so that the path is taken apart here
 * and not by the router. Confined to one event loop.
 */
record ModelRoutes(
    ModelReads reads,
    AnthropicModels anthropic,
    ModelWrites writes,
    VersionRoutes versions,
    CostRoute cost,
    UsageRoutes usage,
    LatencyStreamRoute latencyStream) {

  private static final String PATH = "understudy.path";

  /** Refuses unknown routes and wrong methods before a body is read. */
  void choose(RoutingContext context, Handler<RoutingContext> body) {
    String method = context.request().method().name();
    try {
      ModelPath path = ModelPath.parse(context.request().path());
      String allowed = path == null ? null : allowed(path.subResource());
      if (allowed == null) {
        throw Errors.noRoute(context.request());
      }
      if (!List.of(allowed.split(", ")).contains(method)) {
        throw Errors.wrongMethod(context.request(), allowed);
      }
      context.put(PATH, path);
    } catch (UnderstudyException e) {
      Errors.answer(context.request(), e);
      return;
    }
    if (method.startsWith("P")) {
      body.handle(context);
    } else {
      context.next();
    }
  }

  private static @Nullable String allowed(String subResource) {
    return switch (subResource) {
      case "" -> HttpApi.READ + ", PUT, PATCH, DELETE";
      case "capabilities", "stream" -> HttpApi.READ;
      case "versions" -> HttpApi.READ + ", POST";
      case "cost" -> "POST";
      case "usage" -> HttpApi.READ + ", POST";
      default -> null;
    };
  }

  /** Answers what was chosen. */
  Future<Void> answer(RoutingContext context) {
    ModelPath path = context.get(PATH);
    return switch (path.subResource()) {
      case "capabilities" -> reads.capabilities(context.request(), path);
      case "versions" ->
          context.request().method().equals(HttpMethod.POST)
              ? versions.rollBack(context, path)
              : versions.list(context.request(), path);
      case "stream" -> latencyStream.stream(context, path);
      case "cost" -> cost.cost(context, path);
      case "usage" ->
          context.request().method().equals(HttpMethod.POST)
              ? usage.record(context, path)
              : usage.one(context, path);
      default ->
          switch (context.request().method().name()) {
            case "PUT" -> writes.put(context, path);
            case "PATCH" -> writes.patch(context, path);
            case "DELETE" -> writes.delete(context, path);
            default ->
                AnthropicModels.isAskedBy(context.request())
                    ? anthropic.one(context, path)
                    : reads.one(context.request(), path);
          };
    };
  }
}
