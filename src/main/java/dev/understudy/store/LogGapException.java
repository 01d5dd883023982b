package dev.understudy.store;

/** What follows on what this server has read is no longer whole: it has to read the log anew. */
final class LogGapException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LogGapException(String message) {
    super(message);
  }
}
