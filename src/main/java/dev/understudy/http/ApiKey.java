package dev.understudy.http;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The key that a client sends, kept as a digest only: it may be a real one. */
final class ApiKey {

  private static final String BEARER = "Bearer ";

  private ApiKey() {}

  /** The digest of the request's key, as OpenAI, Anthropic or Azure have it; empty without one. */
  static String digest(HttpServerRequest request) {
    String bearer = request.getHeader("authorization");
    if (bearer != null) {
      return digest(bearer.startsWith(BEARER) ? bearer.substring(BEARER.length()) : bearer);
    }
    String key = request.getHeader("x-api-key");
    return digest(key == null ? request.getHeader("api-key") : key);
  }

  /** The digest of a key; empty for none. */
  static String digest(@Nullable String key) {
    if (key == null || key.isEmpty()) {
      return "";
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
