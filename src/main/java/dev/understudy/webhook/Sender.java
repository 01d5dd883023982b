package dev.understudy.webhook;

import dev.understudy.address.CheckedHosts;
import dev.understudy.address.ConnectFailure;
import dev.understudy.address.RefusedAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Sends one message once, to an address that was checked. Redirects are not followed. Confined to
 * one event loop.
 */
final class Sender {

  private final Vertx vertx;
  private final HttpClient client;
  private final CheckedHosts hosts;
  private final Duration timeout;
  private final Clock clock;

  /**
   * Sends by that client, which follows no redirects.
   *
   * @param timeout for all of an attempt, from the look-up of the host to the answer
   */
  Sender(Vertx vertx, HttpClient client, CheckedHosts hosts, Duration timeout, Clock clock) {
    this.vertx = vertx;
    this.client = client;
    this.hosts = hosts;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * Sends.
   *
   * @param attempt the how-manieth, from 0; of several addresses each has its turn
   * @return never fails
   */
  Future<Answer> send(
      String url, List<WebhookSecret> secrets, String id, Buffer body, int attempt) {
    Exchange exchange = new Exchange(vertx, clock, timeout);
    long timestamp = clock.instant().getEpochSecond();
    String signature = Signature.of(secrets, id, timestamp, body.getBytes());
    hosts
        .request(URI.create(url), attempt)
        .compose(
            options ->
                exchange.isOver()
                    ? Future.failedFuture("too late")
                    : client.request(options(options, id, timestamp, signature)))
        .onSuccess(request -> exchange.send(request, body))
        .onFailure(failure -> exchange.fail(reason(failure)));
    return exchange.answer();
  }

  private RequestOptions options(
      RequestOptions where, String id, long timestamp, String signature) {
    return where
        .setMethod(HttpMethod.POST)
        .setConnectTimeout(timeout.toMillis())
        .putHeader("content-type", "application/json")
        .putHeader("user-agent", "understudy")
        .putHeader("webhook-id", id)
        .putHeader("webhook-timestamp", Long.toString(timestamp))
        .putHeader("webhook-signature", signature);
  }

  private static String reason(Throwable failure) {
    if (failure instanceof RefusedAddress) {
      return String.valueOf(failure.getMessage());
    }
    String kind = failure instanceof ConnectException ? "no connection" : "failed";
    return kind + ": " + ConnectFailure.reason(failure);
  }
}
