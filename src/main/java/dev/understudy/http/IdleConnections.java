package dev.understudy.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Closes connections that nobody uses. Vert.x's own idle timeout counts bytes: it would cut an
 * answer that thinks for minutes, and spare a client that sends a head byte by byte. Here a request
 * is under way from its whole head to the end of its answer, however long both are silent; a
 * connection with none for longer than the bound is closed. Confined to one event loop.
 */
public final class IdleConnections implements Handler<HttpServerRequest> {

  private final Handler<HttpServerRequest> requests;
  private final long boundNanos;
  private final LongSupplier nanoClock;
  private final Map<HttpConnection, Use> open = new HashMap<>();

  /**
   * The connections of one server.
   *
   * @param requests answers the requests
   * @param bound how long a connection may have no request under way
   * @param nanoClock the time, in nanoseconds from anywhere
   */
  public IdleConnections(
      Handler<HttpServerRequest> requests, Duration bound, LongSupplier nanoClock) {
    this.requests = requests;
    this.boundNanos = bound.toNanos();
    this.nanoClock = nanoClock;
  }

  /** What a connection is used for. */
  private final class Use implements Handler<Void> {
    private int underWay;
    private long idleSinceNanos = nanoClock.getAsLong();

    /** One of its requests is over: answered, or left by its client. */
    @Override
    public void handle(Void ended) {
      underWay--;
      idleSinceNanos = nanoClock.getAsLong();
    }

    private boolean isIdle(long nowNanos) {
      return underWay == 0 && nowNanos - idleSinceNanos > boundNanos;
    }
  }

  /** Watches over a new connection. */
  public void opened(HttpConnection connection) {
    open.put(connection, new Use());
    connection.closeHandler(closed -> open.remove(connection));
  }

  @Override
  public void handle(HttpServerRequest request) {
    Use use = open.get(request.connection());
    if (use != null) {
      use.underWay++;
      request.response().endHandler(use);
    }
    requests.handle(request);
  }

  /** Closes those that have been idle for too long; to be called every so often. */
  public void closeIdle() {
    long nowNanos = nanoClock.getAsLong();
    List<HttpConnection> idle =
        open.entrySet().stream()
            .filter(connection -> connection.getValue().isIdle(nowNanos))
            .map(Map.Entry::getKey)
            .toList();
    idle.forEach(HttpConnection::close);
  }
}
