package dev.understudy.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/** What signs the messages of one webhook. Immutable; safe on any thread. */
final class WebhookSecret {

  private static final String PREFIX = "whsec_";

  /** The standard wants 24 to 64. */
  private static final int BYTES = 32;

  private final byte[] bytes;

  private WebhookSecret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A new one. */
  static WebhookSecret random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new WebhookSecret(bytes);
  }

  /** Of those bytes. */
  static WebhookSecret of(byte[] bytes) {
    return new WebhookSecret(bytes.clone());
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** As its receiver is told it, once. */
  String text() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }
}
