package dev.understudy.http;

import dev.understudy.fault.Effect;
import dev.understudy.fault.InjectedFailure;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A failure as clients are told of it, whatever the vendor's shape.
 *
 * @param status 400 to 599
 * @param message for people
 * @param type instead of the vendor's usual type of the status, or null
 * @param openAiType OpenAI's type
 * @param param the parameter at fault, or null
 * @param code OpenAI's code, or null
 * @param didYouMean names that are near
 * @param retryMillis when to try again; 0 when that is not known, negative when it is not said
 */
record Refused(
    int status,
    String message,
    @Nullable String type,
    String openAiType,
    @Nullable String param,
    @Nullable String code,
    List<String> didYouMean,
    long retryMillis) {

  /** A failure of the server's own. */
  static Refused of(UnderstudyException failure) {
    ErrorCode code = failure.code();
    boolean limited = code == ErrorCode.RATE_LIMIT_EXCEEDED;
    boolean later =
        limited
            || code == ErrorCode.OVERLOADED
            || code == ErrorCode.UNAVAILABLE
            || code == ErrorCode.STORE_UNAVAILABLE;
    return new Refused(
        code.httpStatus(),
        failure.message(),
        null,
        openAiType(failure),
        limited ? null : failure.param(),
        code.jsonName(),
        failure.didYouMean(),
        later ? failure.retryAfterMillis() : -1);
  }

  /** OpenAI names what is limited: requests or tokens. */
  private static String openAiType(UnderstudyException failure) {
    String usual = openAiType(failure.code().httpStatus());
    return switch (failure.code()) {
      case OVERLOADED -> "rate_limit_error";
      case RATE_LIMIT_EXCEEDED -> Objects.requireNonNullElse(failure.param(), usual);
      default -> usual;
    };
  }

  /** A failure that was asked for, as the vendor would tell of it. */
  static Refused of(InjectedFailure failure) {
    Effect.HttpError error = failure.error();
    String code = error.code() != null ? error.code() : openAiCode(error.status());
    boolean quota = Objects.equals(code, "insufficient_quota");
    String usual = quota ? "insufficient_quota" : openAiType(error.status());
    long retryNanos = error.retryAfterNanos();
    return new Refused(
        error.status(),
        failure.message(),
        error.type(),
        Objects.requireNonNullElse(error.type(), usual),
        null,
        code,
        List.of(),
        retryNanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(retryNanos));
  }

  private static @Nullable String openAiCode(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 403 -> "unsupported_country_region_territory";
      case 404 -> "model_not_found";
      case 429 -> "rate_limit_exceeded";
      default -> null;
    };
  }

  private static String openAiType(int status) {
    return switch (status) {
      case 403 -> "request_forbidden";
      case 429 -> "requests";
      default -> status >= 500 ? "server_error" : "invalid_request_error";
    };
  }

  /** Anthropic's types go by status alone. */
  String anthropicType() {
    return type != null
        ? type
        : switch (status) {
          case 401 -> "authentication_error";
          case 402 -> "billing_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 504 -> "timeout_error";
          case 529 -> "overloaded_error";
          default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
  }
}
