package dev.understudy.store;

import dev.understudy.model.UnderstudyException;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is and who asks, as PostgreSQL's own programs write it: {@code
 * postgresql://user:password@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem}. Parameters
 * that are not of the connection are settings of its session. Immutable; safe on any thread.
 */
final class PostgresUrl {

  /** So that a server that has died without a word does not keep others out for hours. */
  private static final Map<String, String> SESSION =
      Map.of(
          "application_name", "understudy",
          "tcp_keepalives_idle", "10",
          "tcp_keepalives_interval", "5",
          "tcp_keepalives_count", "3");

  private static final String ROOT_CERTIFICATE = "sslrootcert";
  private static final String FORM = "postgresql://user:password@host:5432/database";

  private final PgConnectOptions options;
  private final Map<String, String> settings;
  private final @Nullable String rootCertificate;

  private PostgresUrl(
      PgConnectOptions options, Map<String, String> settings, @Nullable String rootCertificate) {
    this.options = options;
    this.settings = settings;
    this.rootCertificate = rootCertificate;
  }

  /**
   * Reads it.
   *
   * @throws UnderstudyException when it is not of that form; the password is not in the message
   */
  static PostgresUrl of(String url) {
    PgConnectOptions options = parsed(url);
    Map<String, String> settings = new TreeMap<>(options.getProperties());
    PgConnectOptions.DEFAULT_PROPERTIES.keySet().forEach(settings::remove);
    String rootCertificate = parameter(url, ROOT_CERTIFICATE);
    Map<String, String> properties = new HashMap<>(PgConnectOptions.DEFAULT_PROPERTIES);
    properties.putAll(SESSION);
    properties.putAll(settings);
    options.setProperties(properties).setCachePreparedStatements(true).setReconnectAttempts(0);
    options.setSslOptions(ssl(options.getSslMode(), rootCertificate));
    return new PostgresUrl(options, settings, rootCertificate);
  }

  /** The parser's own message may quote the password. */
  private static PgConnectOptions parsed(String url) {
    try {
      String path = URI.create(url).getPath();
      if (path != null && path.length() > 1) {
        checkSslMode(parameter(url, "sslmode"));
        return PgConnectOptions.fromUri(url);
      }
    } catch (IllegalArgumentException unreadable) {
      throw StoreFailure.of(
          "store.url: not a URL of a PostgreSQL (expected: "
              + FORM
              + ", with %40 for @ and the like in names and passwords)");
    }
    throw StoreFailure.of("store.url: no database in it (expected: " + FORM + ")");
  }

  private static void checkSslMode(@Nullable String mode) {
    List<String> known = Stream.of(SslMode.values()).map(PostgresUrl::name).toList();
    if (mode != null && !known.contains(mode)) {
      throw StoreFailure.of(
          "store.url: its sslmode is not known (expected: one of %s, as in %s?sslmode=require)"
              .formatted(String.join(", ", known), FORM));
    }
  }

  private static String name(SslMode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One of its parameters, also those that Vert.x' parser leaves out. */
  private static @Nullable String parameter(String url, String name) {
    String query = Objects.requireNonNullElse(URI.create(url).getRawQuery(), "");
    return Stream.of(query.split("&", -1))
        .filter(part -> part.startsWith(name + "="))
        .map(part -> URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8))
        .findFirst()
        .orElse(null);
  }

  private static ClientSSLOptions ssl(SslMode mode, @Nullable String rootCertificate) {
    ClientSSLOptions ssl = new ClientSSLOptions();
    ssl.setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
    if (mode != SslMode.VERIFY_CA && mode != SslMode.VERIFY_FULL) {
      return ssl.setTrustAll(true);
    }
    return ssl.setTrustOptions(
        rootCertificate == null
            ? knownToJava()
            : new PemTrustOptions().addCertPath(rootCertificate));
  }

  private static TrustOptions knownToJava() {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init((KeyStore) null);
      return Stream.of(trust.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(TrustOptions::wrap)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** For Vert.x' client. */
  PgConnectOptions options() {
    return new PgConnectOptions(options);
  }

  /** For JDBC, without the user and the password. */
  String jdbcUrl() {
    Map<String, String> parameters = new TreeMap<>(Map.of("connectTimeout", "5"));
    parameters.put("sslmode", name(options.getSslMode()));
    parameters.put("ApplicationName", "understudy");
    if (rootCertificate != null) {
      parameters.put(ROOT_CERTIFICATE, rootCertificate);
    } else if (options.getSslMode() == SslMode.VERIFY_CA
        || options.getSslMode() == SslMode.VERIFY_FULL) {
      parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    if (!settings.isEmpty()) {
      parameters.put("options", sessionOptions());
    }
    return "jdbc:postgresql://%s/%s?%s"
        .formatted(
            place(),
            encoded(database()),
            parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&")));
  }

  private String sessionOptions() {
    return settings.entrySet().stream()
        .map(entry -> "-c " + entry.getKey() + "=" + entry.getValue().replace(" ", "\\ "))
        .collect(Collectors.joining(" "));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  String user() {
    return options.getUser();
  }

  String password() {
    return options.getPassword();
  }

  String database() {
    return options.getDatabase();
  }

  /** Host and port. */
  String place() {
    String host = options.getHost().toLowerCase(Locale.ROOT);
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + options.getPort();
  }

  /** A name for files that belong to this database and no other. */
  String fileName() {
    Digests digests = new Digests();
    return HexFormat.of().formatHex(digests.text(place() + "/" + database()).bytes(), 0, 8);
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return "postgresql://" + place() + "/" + database();
  }
}
