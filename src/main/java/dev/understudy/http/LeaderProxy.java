package dev.understudy.http;

import dev.understudy.address.ConnectFailure;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on to the server that leads what only that one can answer, so that a client may ask any
 * server of a log. Confined to one event loop.
 */
final class LeaderProxy implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderProxy.class);

  private static final List<String> PATHS =
      List.of("/v1/webhooks", "/v1/webhooks/*", "/v1/sources", "/v1/sources/*");

  /** Names who handed a request on: nobody does so twice. */
  private static final String HANDED_ON = "x-understudy-handed-on";

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** How often it is looked whether the server that has not answered yet leads still. */
  private static final Duration WATCH = Duration.ofSeconds(1);

  /** So many at once, of which each may wait for a slow receiver; more are refused at once. */
  private static final int MOST = 256;

  /** More than a test of a webhook takes by default, or a fetch of a source. */
  private static final Duration ANSWER = Duration.ofMinutes(2);

  private static final ProxyOptions OPTIONS = new ProxyOptions().setSupportWebSocket(false);

  private final Vertx vertx;
  private final Supplier<@Nullable String> leader;
  private final HttpClient client;

  /**
   * A proxy for the calling event loop.
   *
   * @param leader where the server answers that leads; null for this one, empty where it is not
   *     known
   */
  LeaderProxy(Vertx vertx, Supplier<@Nullable String> leader) {
    this.vertx = vertx;
    this.leader = leader;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) CONNECT.toMillis())
                .setKeepAlive(false), // who led last may be gone by now
            new PoolOptions().setHttp1MaxSize(MOST).setMaxWaitQueueSize(0));
  }

  /** Stands before the routes of those paths. */
  void mount(Router routes) {
    PATHS.forEach(path -> routes.route(path).handler(this));
  }

  @Override
  public void handle(RoutingContext context) {
    String elsewhere = leader.get();
    if (elsewhere == null) {
      context.next();
      return;
    }
    HttpServerRequest request = context.request();
    if (elsewhere.isEmpty() || request.getHeader(HANDED_ON) != null) {
      Errors.answer(request, unknown());
      return;
    }
    request.pause();
    connected(elsewhere)
        .onSuccess(onward -> handOn(request, onward, elsewhere))
        .onFailure(failure -> Errors.answer(request, unreachable(elsewhere, failure)));
  }

  private void handOn(HttpServerRequest request, HttpClientRequest onward, String url) {
    onward.exceptionHandler(failure -> LOG.debug("not answered by {}", url, failure));
    if (request.response().closed()) {
      onward.reset(); // its connection would stay taken
      return;
    }
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      request.response().writeContinue();
      request.headers().remove(HttpHeaders.EXPECT);
    }
    request.headers().remove(HttpHeaders.ORIGIN); // what pages may read is said here
    onward.putHeader(HANDED_ON, "1");
    HttpProxy.reverseProxy(OPTIONS, client)
        .origin(asked -> Future.succeededFuture(onward))
        .addInterceptor(answering(onward, url))
        .handle(request);
  }

  /** Waits for as long as that server leads, and says so when it does not answer. */
  private ProxyInterceptor answering(HttpClientRequest onward, String url) {
    return new ProxyInterceptor() {
      @Override
      public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        long watch =
            vertx.setPeriodic(
                WATCH.toMillis(),
                passed -> {
                  if (!url.equals(leader.get())) {
                    onward.reset(0, new TimeoutException("it leads no longer"));
                  }
                });
        return context
            .sendRequest()
            .onComplete(done -> vertx.cancelTimer(watch))
            .recover(
                failure ->
                    Future.succeededFuture(
                        refusal(context.request(), Errors.refused(unanswered(url, failure)))));
      }
    };
  }

  private static ProxyResponse refusal(ProxyRequest request, Refused refused) {
    HttpServerRequest asked = request.proxiedRequest();
    ProxyResponse response = request.release().response();
    Errors.nameRetry(response.headers(), refused.retryMillis());
    return response
        .setStatusCode(refused.status())
        .putHeader("content-type", "application/json")
        .setBody(Body.body(ErrorShape.of(asked).body(asked, refused)));
  }

  private Future<HttpClientRequest> connected(String url) {
    boolean isTls = url.startsWith("https:");
    // Not a URI: that knows no host with an underscore, as services are often called.
    HostAndPort at = HostAndPort.parseAuthority(url.substring(url.indexOf("//") + 2), -1);
    if (at == null) {
      return Future.failedFuture("that names no host");
    }
    int usual = isTls ? 443 : 80;
    return client.request(
        new RequestOptions()
            .setHost(at.host())
            .setPort(at.port() < 0 ? usual : at.port())
            .setSsl(isTls)
            .setIdleTimeout(ANSWER.toMillis()));
  }

  private static UnderstudyException unknown() {
    return unavailable("no server leads those of this log yet (expected: one in a few seconds)");
  }

  private static UnderstudyException unreachable(String url, Throwable failure) {
    return unavailable(
        "%s, which leads the servers of this log, does not answer: %s (expected: it or another in a few seconds, or an http.url of it that this server can reach)"
            .formatted(url, ConnectFailure.reason(failure)));
  }

  private static UnderstudyException unanswered(String url, Throwable failure) {
    return unavailable(
        "%s, which led the servers of this log, has not answered: %s (expected: an answer; whether it did what was asked is not known)"
            .formatted(
                url, // why it was reset here, or what befell the connection
                ConnectFailure.reason(Objects.requireNonNullElse(failure.getCause(), failure))));
  }

  private static UnderstudyException unavailable(String message) {
    return new UnderstudyException(ErrorCode.UNAVAILABLE, message, null);
  }
}
