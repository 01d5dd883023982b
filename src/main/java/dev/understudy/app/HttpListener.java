package dev.understudy.app;

import dev.understudy.config.ServerConfig;
import dev.understudy.http.HttpApi;
import dev.understudy.http.IdleConnections;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP server of one event loop. Confined to it, but for {@link #stop}. */
final class HttpListener {

  private static final int LONGEST_REQUEST_LINE = 16 * 1024;
  private static final int LONGEST_HEADERS = 32 * 1024;

  /** How often idle connections are looked for. */
  private static final long IDLE_CHECK_MILLIS = 1_000;

  /** How long errors may take to be sent to the clients of streams that were cut. */
  private static final int LAST_WORDS_SECONDS = 1;

  private final Vertx vertx;
  private final ServerConfig.Http config;
  private final Supplier<HttpApi> api;
  private final IntConsumer bound;
  private volatile @Nullable HttpServer server;
  private volatile @Nullable Runnable cutStreams;
  private volatile @Nullable Runnable endWatching;

  /**
   * A listener that is not started.
   *
   * @param api makes the routes, on the event loop
   * @param bound is told the port
   */
  HttpListener(Vertx vertx, ServerConfig.Http config, Supplier<HttpApi> api, IntConsumer bound) {
    this.vertx = vertx;
    this.config = config;
    this.api = api;
    this.bound = bound;
  }

  /** Listens. */
  Future<Void> start() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(port())
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            // Responses are written on their event loop alone; the queue that other threads would
            // need is 5 kB a connection.
            .setStrictThreadMode(true)
            // With it a connection is not shown before its first head is whole: none to bound.
            .setHttp2ClearTextEnabled(false)
            // There are no WebSockets here whose frames each request would be searched for.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
            .setMaxHeaderSize(LONGEST_HEADERS);
    HttpServer created = vertx.createHttpServer(options);
    HttpApi routes = api.get();
    Context context = vertx.getOrCreateContext();
    cutStreams = () -> context.runOnContext(late -> routes.cutStreams());
    endWatching = () -> context.runOnContext(now -> routes.endWatching());
    server = created;
    IdleConnections connections =
        new IdleConnections(routes, Duration.ofSeconds(config.idleSeconds()), System::nanoTime);
    vertx.setPeriodic(IDLE_CHECK_MILLIS, tick -> connections.closeIdle());
    return created
        .connectionHandler(connections::opened)
        .requestHandler(connections)
        .invalidRequestHandler(HttpApi::refuseMalformed)
        .listen()
        .onSuccess(listening -> bound.accept(listening.actualPort()))
        .recover(failure -> Future.failedFuture(saying(failure)))
        .mapEmpty();
  }

  /** Says where, which the system's own messages do not. */
  private Throwable saying(Throwable failure) {
    if (!(failure instanceof IOException)) {
      return failure;
    }
    String message =
        "cannot listen on %s:%d: %s (expected: an address of this machine and a free port)"
            .formatted(config.host(), config.port(), failure.getMessage());
    return new BindException(message).initCause(failure);
  }

  /** Event loops that share a free port ask for it by a negative number. */
  private int port() {
    return config.port() == 0 && config.eventLoops() > 1 ? -1 : config.port();
  }

  /**
   * Any thread: takes no more requests and waits for those under way, within the configured bound;
   * then ends the streams that are left with an error, and soon after all connections.
   */
  Future<Void> stop() {
    HttpServer running = server;
    Runnable cut = cutStreams;
    Runnable end = endWatching;
    if (running == null || cut == null || end == null) {
      return Future.succeededFuture();
    }
    end.run(); // they would never end by themselves
    Timer bound = vertx.timer(Math.max(1, config.drainSeconds() * 1_000L), TimeUnit.MILLISECONDS);
    bound.onSuccess(late -> cut.run());
    return running
        .shutdown(config.drainSeconds() + LAST_WORDS_SECONDS, TimeUnit.SECONDS)
        .onComplete(closed -> bound.cancel());
  }
}
