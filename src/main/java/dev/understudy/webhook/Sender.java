package dev.understudy.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Sends one message once. The host is resolved here and every address of it checked; the connection
 * goes to the address that was checked, whatever the name means by then. Redirects are not
 * followed. Confined to one event loop.
 */
final class Sender {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final Vertx vertx;
  private final HttpClient client;
  private final HostResolver resolver;
  private final AddressRules rules;
  private final Duration timeout;
  private final Clock clock;

  /**
   * Sends by that client, which follows no redirects.
   *
   * @param timeout for all of an attempt, from the look-up of the host to the answer
   */
  Sender(
      Vertx vertx,
      HttpClient client,
      HostResolver resolver,
      AddressRules rules,
      Duration timeout,
      Clock clock) {
    this.vertx = vertx;
    this.client = client;
    this.resolver = resolver;
    this.rules = rules;
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
    URI uri = URI.create(url);
    String host = host(uri);
    resolver
        .resolve(host)
        .compose(
            addresses -> {
              if (exchange.isOver()) {
                return Future.failedFuture("too late");
              }
              InetAddress address = checked(host, addresses, attempt);
              return client.request(options(uri, address, id, timestamp, signature));
            })
        .onSuccess(request -> exchange.send(request, body))
        .onFailure(failure -> exchange.fail(reason(failure)));
    return exchange.answer();
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private InetAddress checked(String host, List<InetAddress> addresses, int attempt) {
    for (InetAddress address : addresses) {
      String refusal = rules.refusal(host, address);
      if (refusal != null) {
        throw new RefusedAddress(refusal);
      }
    }
    return addresses.get(attempt % addresses.size());
  }

  private RequestOptions options(
      URI uri, InetAddress address, String id, long timestamp, String signature) {
    boolean isTls = "https".equals(uri.getScheme().toLowerCase(Locale.ROOT));
    int port = uri.getPort() > 0 ? uri.getPort() : isTls ? HTTPS : HTTP;
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setAbsoluteURI(uri.toString())
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setConnectTimeout(timeout.toMillis())
        .setFollowRedirects(false)
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
    return kind + ": " + failure.getMessage();
  }

  /** An address to which nothing is sent. */
  private static final class RefusedAddress extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedAddress(String message) {
      super(message, null, false, false);
    }
  }
}
