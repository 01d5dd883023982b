package dev.understudy.address;

import io.vertx.core.Future;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Where to connect to for a URL. Its host is looked up and every address of it checked; the
 * connection goes to an address that was checked, whatever the name means by then. Over TLS whoever
 * is there must still be who the URL says. Safe on any thread.
 *
 * @param resolver looks hosts up
 * @param rules say which addresses may be
 */
public record CheckedHosts(HostResolver resolver, AddressRules rules) {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /**
   * Options of a request to a URL, which follows no redirects: these have to be checked too.
   *
   * @param uri of http or https, with a host
   * @param attempt the how-manieth, from 0; of several addresses each has its turn
   * @return fails with {@link RefusedAddress} when there is one that may not be
   */
  public Future<RequestOptions> request(URI uri, int attempt) {
    String host = host(uri);
    return resolver.resolve(host).map(addresses -> options(uri, checked(host, addresses, attempt)));
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

  private static RequestOptions options(URI uri, InetAddress address) {
    boolean isTls = "https".equals(uri.getScheme().toLowerCase(Locale.ROOT));
    int port = uri.getPort() > 0 ? uri.getPort() : isTls ? HTTPS : HTTP;
    return new RequestOptions()
        .setAbsoluteURI(uri.toString())
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setFollowRedirects(false);
  }
}
