package dev.understudy.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a message is signed: HMAC-SHA256 over {@code id.timestamp.body}, as Standard Webhooks 1.0.0
 * says. Safe on any thread.
 */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  /**
   * The header {@code webhook-signature}.
   *
   * @param secrets each gives a signature; two while a secret is rotated
   * @param timestamp of the attempt, in seconds since 1970
   */
  static String of(List<WebhookSecret> secrets, String id, long timestamp, byte[] body) {
    return secrets.stream()
        .map(secret -> "v1," + signed(secret, id, timestamp, body))
        .collect(Collectors.joining(" "));
  }

  private static String signed(WebhookSecret secret, String id, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.bytes(), ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
