package dev.understudy.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/** How routes are added, so that whatever fails is answered. */
final class Routing {

  private Routing() {}

  static void get(Router routes, String path, Function<RoutingContext, Future<Void>> answer) {
    routes.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(answering(answer));
  }

  /** A handler whose every failure is answered. */
  static Handler<RoutingContext> answering(Function<RoutingContext, Future<Void>> answer) {
    return context -> {
      try {
        answer.apply(context).onFailure(failure -> Errors.answer(context.request(), failure));
      } catch (RuntimeException e) {
        Errors.answer(context.request(), e);
      }
    };
  }

  static void refuseOthers(Router routes, String path, String allowed) {
    routes
        .route(path)
        .handler(
            answering(
                context -> {
                  throw Errors.wrongMethod(context.request(), allowed);
                }));
  }
}
