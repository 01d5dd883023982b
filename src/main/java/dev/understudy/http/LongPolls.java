package dev.understudy.http;

import dev.understudy.fault.Durations;
import dev.understudy.feed.FeedMeter;
import dev.understudy.model.UnderstudyException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests that wait for the next revision. Confined to one event loop. */
final class LongPolls {

  /** A preference, which need not be kept, is cut down to this. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Pattern PREFERENCE =
      Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,9})(?:$|[,;\\s])");

  private final Vertx vertx;
  private final FeedMeter meter;
  private final Set<Promise<Void>> waiting = new HashSet<>();
  private boolean isStopped;

  LongPolls(Vertx vertx, FeedMeter meter) {
    this.vertx = vertx;
    this.meter = meter;
  }

  /**
   * How long a request asks to wait: {@code wait=30s}, or the header {@code Prefer: wait=30} of RFC
   * 7240, which is in seconds. Zero when it does not.
   */
  static Duration asked(HttpServerRequest request, Query parameters) {
    String wait = parameters.text("wait");
    if (wait != null) {
      long nanos = Durations.nanos(wait);
      if (nanos < 0 || nanos > LONGEST.toNanos()) {
        throw UnderstudyException.invalid("wait", wait, "up to 300s, such as 30s or 500ms");
      }
      return Duration.ofNanos(nanos);
    }
    String prefer = request.getHeader("prefer");
    Matcher preferred = PREFERENCE.matcher(prefer == null ? "" : prefer);
    if (!preferred.find()) {
      return Duration.ZERO;
    }
    long seconds = Math.min(LONGEST.toSeconds(), Long.parseLong(preferred.group(1)));
    request.response().putHeader("preference-applied", "wait=" + seconds);
    return Duration.ofSeconds(seconds);
  }

  /**
   * Waits.
   *
   * @param response of the one who waits
   * @return completes when there may be something new, that time has passed, the server stops or
   *     the client is gone
   */
  Future<Void> next(Duration most, HttpServerResponse response) {
    if (isStopped || most.isZero()) {
      return Future.succeededFuture();
    }
    if (!meter.enter()) {
      return Future.failedFuture(EventRoutes.tooMany(meter.most()));
    }
    Promise<Void> promise = Promise.promise();
    waiting.add(promise);
    response.closeHandler(gone -> promise.tryComplete());
    long timer = vertx.setTimer(Math.max(1, most.toMillis()), late -> promise.tryComplete());
    return promise
        .future()
        .onComplete(
            ended -> {
              vertx.cancelTimer(timer);
              waiting.remove(promise);
              meter.leave();
            });
  }

  /** There is something new. */
  void wake() {
    List<Promise<Void>> all = new ArrayList<>(waiting);
    all.forEach(Promise::tryComplete);
  }

  /** Nobody waits any more. */
  void stop() {
    isStopped = true;
    wake();
  }
}
