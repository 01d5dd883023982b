package dev.understudy.webhook;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, within a time. Of the answer's body no more is read than is shown.
 * Confined to one event loop.
 */
final class Exchange {

  private static final int EXCERPT_BYTES = 500;
  private static final int SUCCESS = 2;
  private static final int REDIRECT = 3;

  private final Vertx vertx;
  private final Clock clock;
  private final long begunNanos = System.nanoTime();
  private final Promise<Answer> promise = Promise.promise();
  private final Buffer excerpt = Buffer.buffer();
  private final long timer;
  private @Nullable HttpClientRequest request;
  private @Nullable HttpClientResponse response;

  /** Begins now. */
  Exchange(Vertx vertx, Clock clock, Duration timeout) {
    this.vertx = vertx;
    this.clock = clock;
    String late =
        String.format(Locale.ROOT, "no answer within %.3f s", timeout.toNanos() / 1e9)
            .replaceAll("\\.?0+ s$", " s");
    timer = vertx.setTimer(timeout.toMillis(), due -> end(late, true));
  }

  /** What comes of it; never fails. */
  Future<Answer> answer() {
    return promise.future();
  }

  boolean isOver() {
    return promise.future().isComplete();
  }

  /** Nothing could be sent, or no answer was received. */
  void fail(String reason) {
    end(reason, true);
  }

  /** Sends, now that there is a connection. */
  void send(HttpClientRequest connected, Buffer body) {
    if (isOver()) {
      connected.reset();
      return;
    }
    request = connected;
    connected
        .send(body)
        .onSuccess(this::receive)
        .onFailure(failure -> fail("no answer: " + failure.getMessage()));
  }

  private void receive(HttpClientResponse received) {
    if (isOver()) {
      return;
    }
    response = received;
    received.exceptionHandler(broken -> end(null, false));
    received.endHandler(end -> end(null, false));
    received.handler(
        chunk -> {
          excerpt.appendBuffer(chunk, 0, Math.min(chunk.length(), room()));
          if (room() == 0) {
            end(null, true);
          }
        });
  }

  private int room() {
    return EXCERPT_BYTES - excerpt.length();
  }

  /** A status that came in time counts, also when the body after it does not end. */
  private void end(@Nullable String reason, boolean isCut) {
    if (isOver()) {
      return;
    }
    vertx.cancelTimer(timer);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
    HttpClientResponse received = response;
    String text = excerpt.length() == 0 ? null : excerpt.toString(StandardCharsets.UTF_8);
    promise.complete(
        received == null
            ? new Answer(null, reason, null, Duration.ZERO, millis)
            : new Answer(
                received.statusCode(),
                error(received),
                text,
                RetryAfter.of(received.getHeader("retry-after"), clock.instant()),
                millis));
    if (isCut && request != null) {
      request.reset();
    }
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= EXCERPT_BYTES ? text : text.substring(0, EXCERPT_BYTES);
  }

  private static @Nullable String error(HttpClientResponse response) {
    int status = response.statusCode();
    if (status / 100 == SUCCESS) {
      return null;
    }
    String location = shortened(response.getHeader("location"));
    return status / 100 == REDIRECT && location != null
        ? "status %d to %s (expected: 2xx; redirects are not followed)".formatted(status, location)
        : "status " + status + " (expected: 2xx)";
  }
}
