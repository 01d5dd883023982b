package dev.understudy.simulation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, which every Java platform has. */
final class Sha256 {

  /** Looking one up takes as long as a short text does. */
  private static final ThreadLocal<MessageDigest> OF_THREAD =
      ThreadLocal.withInitial(Sha256::lookUp);

  private Sha256() {}

  /** The thread's digest, empty: whoever has it must be done before the next one asks for it. */
  static MessageDigest digest() {
    MessageDigest digest = OF_THREAD.get();
    digest.reset();
    return digest;
  }

  private static MessageDigest lookUp() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }
}
