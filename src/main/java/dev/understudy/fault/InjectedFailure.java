package dev.understudy.fault;

import java.util.Objects;

/** An HTTP error that was asked for. Carries no stack trace: it tells of no bug. */
public final class InjectedFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // never serialised
  private final Effect.HttpError error;

  /** An error that was asked for by {@code origin}. */
  InjectedFailure(Effect.HttpError error, String origin) {
    super("injected fault: status %d (%s)".formatted(error.status(), origin), null, false, false);
    this.error = error;
  }

  /** For people. */
  public String message() {
    return Objects.requireNonNull(getMessage());
  }

  /** Which error. */
  public Effect.HttpError error() {
    return error;
  }
}
