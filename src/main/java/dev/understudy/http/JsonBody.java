package dev.understudy.http;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON body of a request. */
final class JsonBody {

  private static final String READING = "understudy.reading";
  private static final int LARGE_BYTES = 64 * 1024;

  /** A tree takes some ten times this; collecting the garbage of several would stop everything. */
  private static final int HUGE_BYTES = 1024 * 1024;

  private JsonBody() {}

  /**
   * Reads the body. Other media types are refused beforehand: forms would be taken apart by the
   * framework. For one event loop.
   *
   * @param maxBytes the largest body
   * @param longest how long it may take to come, counted from the head of the request
   */
  static Handler<RoutingContext> reader(int maxBytes, Duration longest) {
    BodyHandler reader = BodyHandler.create(false).setBodyLimit(maxBytes);
    BodyDeadlines deadlines = new BodyDeadlines(longest, context -> cut(context, longest));
    return context -> {
      UnderstudyException refused = refusal(context.request());
      if (refused != null) {
        Errors.answer(context.request(), refused);
        return;
      }
      context.put(READING, maxBytes);
      deadlines.await(context);
      reader.handle(context);
    };
  }

  /**
   * A client that stops in the middle of its body must not hold the connection for ever. Failing
   * the context keeps a body that comes after all from being handled.
   */
  private static void cut(RoutingContext context, Duration longest) {
    HttpServerResponse response = context.response();
    if (!response.headWritten()) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
      context.fail(
          new UnderstudyException(
              ErrorCode.REQUEST_TIMEOUT,
              "the body is not complete (expected: within " + longest.toSeconds() + " s)",
              null));
    }
    context.request().connection().close();
  }

  private static @Nullable UnderstudyException refusal(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && !isJson(type)) {
      return unsupported("content-type", type, "application/json");
    }
    String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return coding == null || coding.equalsIgnoreCase("identity")
        ? null
        : unsupported("content-encoding", coding, "none");
  }

  private static boolean isJson(String type) {
    int semicolon = type.indexOf(';');
    String plain = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    plain = plain.toLowerCase(Locale.ROOT);
    return plain.equals("application/json") || plain.endsWith("+json");
  }

  private static UnderstudyException unsupported(String header, String value, String expected) {
    return new UnderstudyException(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "%s: %s (expected: %s)".formatted(header, value, expected),
        header);
  }

  /**
   * What {@code reader} makes of the body; a large one is read off the event loop, where streams
   * are being paced, those of megabytes one after the other.
   */
  static <T> Future<T> read(RoutingContext context, Function<byte[], T> reader) {
    context.remove(READING);
    Buffer body = context.body().buffer();
    int length = body == null ? 0 : body.length();
    return isLarge(length)
        ? context.vertx().executeBlocking(() -> reader.apply(bytes(body)), length > HUGE_BYTES)
        : Future.succeededFuture(reader.apply(bytes(body)));
  }

  /** Whether a body is read off the event loop: what takes its time is best done there and then. */
  static boolean isLarge(int bytes) {
    return bytes > LARGE_BYTES;
  }

  private static byte[] bytes(@Nullable Buffer body) {
    return body == null ? new byte[0] : body.getBytes();
  }

  /** The failure of a body that could not be read; null when something else failed. */
  static @Nullable Throwable failure(
      RoutingContext context, int status, @Nullable Throwable cause) {
    Integer maxBytes = context.get(READING);
    if (maxBytes == null || (status != 413 && cause == null)) {
      return null;
    }
    if (status == 413) {
      return new UnderstudyException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "the body is too large (expected: at most " + maxBytes + " bytes)",
          null);
    }
    return cause instanceof HttpClosedException || cause instanceof UnderstudyException
        ? cause
        : new UnderstudyException(
            ErrorCode.MALFORMED_BODY, "the body broke off (expected: valid HTTP)", null);
  }
}
