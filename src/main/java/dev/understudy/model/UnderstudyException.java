package dev.understudy.model;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An expected failure: what went wrong, with the value, what was expected, and where. Carries no
 * stack trace.
 */
public final class UnderstudyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String param;

  @SuppressWarnings("serial") // never serialised
  private final List<String> didYouMean;

  private final long retryAfterMillis;

  /**
   * A failure with all that can be said of it.
   *
   * @param code which failure
   * @param message for people: the value and what was expected
   * @param param the parameter or field at fault, or null
   * @param didYouMean names that exist and are near, best first
   * @param retryAfterMillis in how long the same request may succeed; 0 when that is not known
   */
  public UnderstudyException(
      ErrorCode code,
      String message,
      @Nullable String param,
      List<String> didYouMean,
      long retryAfterMillis) {
    super(message, null, false, false);
    this.code = code;
    this.param = param;
    this.didYouMean = List.copyOf(didYouMean);
    this.retryAfterMillis = retryAfterMillis;
  }

  /** A failure with suggestions. */
  public UnderstudyException(
      ErrorCode code, String message, @Nullable String param, List<String> didYouMean) {
    this(code, message, param, didYouMean, 0);
  }

  /** A failure of a parameter or field. */
  public UnderstudyException(ErrorCode code, String message, @Nullable String param) {
    this(code, message, param, List.of());
  }

  /** Bad input: {@code limit: 0 (expected: a whole number from 1 to 10000)}. */
  public static UnderstudyException invalid(String param, @Nullable Object value, String expected) {
    String message = Fault.of(param, value, expected).message();
    return new UnderstudyException(ErrorCode.INVALID_REQUEST, message, param);
  }

  /**
   * Too much at once.
   *
   * @param message the value and what was expected
   * @param retryAfterNanos in how long there may be room; rounded up, and at least a millisecond
   */
  public static UnderstudyException overloaded(String message, long retryAfterNanos) {
    return later(ErrorCode.OVERLOADED, message, null, retryAfterNanos);
  }

  /**
   * More than an API key may ask for.
   *
   * @param what is limited: requests or tokens
   * @param message the value and what was expected
   * @param retryAfterNanos in how long it may ask again; rounded up, and at least a millisecond
   */
  public static UnderstudyException rateLimited(String what, String message, long retryAfterNanos) {
    return later(ErrorCode.RATE_LIMIT_EXCEEDED, message, what, retryAfterNanos);
  }

  private static UnderstudyException later(
      ErrorCode code, String message, @Nullable String param, long retryAfterNanos) {
    long millis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(retryAfterNanos - 1)) + 1;
    String said = String.format(Locale.ROOT, "%s; try again in %.3f s", message, millis / 1e3);
    return new UnderstudyException(code, said, param, List.of(), millis);
  }

  /** Any failure as one that clients know; what is not expected is a fault of ours. */
  public static UnderstudyException known(Throwable failure) {
    if (failure instanceof UnderstudyException known) {
      return known;
    }
    if (failure instanceof RejectedExecutionException) {
      return new UnderstudyException(ErrorCode.UNAVAILABLE, "the server is stopping", null);
    }
    return failure instanceof InvalidModelException invalid
        ? of(invalid)
        : new UnderstudyException(ErrorCode.INTERNAL, "the server failed on this request", null);
  }

  /** A refused definition. */
  public static UnderstudyException of(InvalidModelException invalid) {
    List<Fault> faults = invalid.faults();
    String param = faults.size() == 1 ? faults.get(0).path() : null;
    return new UnderstudyException(ErrorCode.INVALID_MODEL, invalid.message(), param);
  }

  /** What went wrong, for people. */
  public String message() {
    return Objects.requireNonNull(getMessage());
  }

  /** Which failure. */
  public ErrorCode code() {
    return code;
  }

  /** The parameter or field at fault, or what is limited; or null. */
  public @Nullable String param() {
    return param;
  }

  /** In how long the same request may succeed, in milliseconds; 0 when that is not known. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Names that exist and are near, best first. */
  public List<String> didYouMean() {
    return didYouMean;
  }
}
