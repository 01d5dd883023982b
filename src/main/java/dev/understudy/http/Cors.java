package dev.understudy.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets scripts of web pages from certain origins talk to the server. To those of others it says
 * nothing of it, so that their browsers keep them from it. Confined to one event loop.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>
 */
final class Cors implements Handler<RoutingContext> {

  private static final String ANY = "*";
  private static final int REMEMBERED_SECONDS = 600;
  private static final Set<HttpMethod> METHODS =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE);

  private final Set<String> origins;
  private final CorsHandler handler;

  /**
   * For pages of these origins.
   *
   * @param origins such as {@code http://localhost:3000}; {@code *} is any
   */
  Cors(Set<String> origins) {
    this.origins = origins;
    this.handler =
        CorsHandler.create()
            .allowedMethods(METHODS)
            .exposedHeader(ANY)
            .maxAgeSeconds(REMEMBERED_SECONDS);
    if (!origins.contains(ANY)) {
      origins.forEach(handler::addOrigin);
    }
  }

  /** Whether a page is to be told that it may read the answer. */
  boolean concerns(HttpServerRequest request) {
    return !origins.isEmpty() && isAllowed(request.getHeader(HttpHeaders.ORIGIN));
  }

  private boolean isAllowed(@Nullable String origin) {
    return origin != null && (origins.contains(ANY) || origins.contains(origin));
  }

  @Override
  public void handle(RoutingContext context) {
    if (concerns(context.request())) {
      handler.handle(context);
    } else {
      context.next();
    }
  }
}
