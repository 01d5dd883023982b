package dev.understudy.address;

/**
 * An address to which there is no connection; the message says why, and which setting allows it.
 */
public final class RefusedAddress extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedAddress(String message) {
    super(message, null, false, false);
  }
}
