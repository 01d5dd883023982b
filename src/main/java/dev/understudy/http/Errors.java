package dev.understudy.http;

import dev.understudy.fault.InjectedFailure;
import dev.understudy.model.Endpoint;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.handler.HttpException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into the error shape of the path's vendor; the one place that does. */
final class Errors {

  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private static final Pattern VERSIONS = Pattern.compile("^(/v1)*/");

  private Errors() {}

  /** Answers a failure, unless an answer has begun: then the connection is cut. */
  static void answer(HttpServerRequest request, Throwable failure) {
    HttpServerResponse response = request.response();
    if (failure instanceof HttpClosedException
        || failure instanceof ClosedChannelException
        || (failure instanceof IOException && response.closed())) {
      LOG.debug("nobody is there to be answered", failure);
      return;
    }
    Refused refused = refused(failure);
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    nameRetry(response.headers(), refused.retryMillis());
    response
        .setStatusCode(refused.status())
        .putHeader("content-type", "application/json")
        .end(ErrorShape.of(request).body(request, refused));
  }

  /** A failure as it is told; one of our own making is logged. */
  static Refused refused(Throwable failure) {
    if (failure instanceof InjectedFailure injected) {
      return Refused.of(injected);
    }
    UnderstudyException known = known(failure);
    if (known.code() == ErrorCode.INTERNAL) {
      LOG.error("request failed", failure);
    }
    return Refused.of(known);
  }

  /**
   * Says when to try again: in whole seconds as HTTP has it, and in the milliseconds that OpenAI's
   * and Anthropic's clients look for first. Where it is not known it is a second.
   */
  static void nameRetry(MultiMap headers, long millis) {
    if (millis < 0) {
      return;
    }
    long seconds = Math.max(1, TimeUnit.MILLISECONDS.toSeconds(millis + 999));
    headers.set("retry-after", String.valueOf(seconds));
    if (millis > 0) {
      headers.set("retry-after-ms", String.valueOf(millis));
    }
  }

  /** A failure as the last event of a stream, where the vendor's clients look for it. */
  static Buffer event(HttpServerRequest request, Throwable failure) {
    return ErrorShape.of(request).event(request, refused(failure));
  }

  /** The failure as one that we know; everything else is a fault of ours. */
  private static UnderstudyException known(Throwable failure) {
    return failure instanceof HttpException http
        ? ofStatus(http.getStatusCode(), http.getPayload())
        : UnderstudyException.known(failure);
  }

  /** A route that there is none of; the base that a client was given may lack /v1, or have two. */
  static UnderstudyException noRoute(HttpServerRequest request) {
    String path = String.valueOf(request.path()); // a malformed one is null
    String meant = VERSIONS.matcher(path).replaceFirst("/v1/");
    boolean near = Stream.of(Endpoint.values()).anyMatch(known -> known.path().equals(meant));
    String hint = near ? " (expected: " + meant + ")" : "";
    return new UnderstudyException(
        ErrorCode.NOT_FOUND, "no route " + request.method() + " " + path + hint, null);
  }

  /** A method that the route does not take; the answer will name those that it takes. */
  static UnderstudyException wrongMethod(HttpServerRequest request, String allowed) {
    request.response().putHeader("allow", allowed);
    return new UnderstudyException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "method: %s (expected: %s)".formatted(request.method(), allowed),
        null);
  }

  /** What the framework itself refuses. */
  static UnderstudyException ofStatus(int status, @Nullable String detail) {
    return switch (status) {
      case 400 ->
          new UnderstudyException(
              ErrorCode.INVALID_REQUEST,
              detail == null ? "the request is malformed (expected: valid HTTP)" : detail,
              null);
      case 404 -> new UnderstudyException(ErrorCode.NOT_FOUND, "no such route", null);
      case 405 ->
          new UnderstudyException(ErrorCode.METHOD_NOT_ALLOWED, "no such method here", null);
      case 406 ->
          new UnderstudyException(
              ErrorCode.NOT_ACCEPTABLE, "accept (expected: application/json)", "accept");
      case 413 ->
          new UnderstudyException(
              ErrorCode.PAYLOAD_TOO_LARGE, detail == null ? "the body is too large" : detail, null);
      case 414 -> ofMalformed(new TooLongHttpLineException());
      case 431 -> ofMalformed(new TooLongHttpHeaderException());
      case 415 ->
          new UnderstudyException(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE, "media type (expected: application/json)", null);
      case 417 ->
          new UnderstudyException(
              ErrorCode.INVALID_REQUEST, "expect (expected: 100-continue)", "expect");
      default ->
          new UnderstudyException(ErrorCode.INTERNAL, "the server failed on this request", null);
    };
  }

  /** What the server could not read as a request. */
  static UnderstudyException ofMalformed(@Nullable Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new UnderstudyException(
          ErrorCode.URI_TOO_LONG, "the request line is too long (expected: at most 16 kB)", null);
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new UnderstudyException(
          ErrorCode.HEADERS_TOO_LARGE, "the headers are too long (expected: at most 32 kB)", null);
    }
    return ofStatus(400, null);
  }
}
