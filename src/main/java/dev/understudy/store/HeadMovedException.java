package dev.understudy.store;

/**
 * Another server was first: what was to be kept follows on what is no longer the end of the log.
 */
final class HeadMovedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HeadMovedException(String message) {
    super(message);
  }
}
