package dev.understudy.http;

import dev.understudy.model.ModelDefinition;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the heads of answers have in the vendor's names, errors included: an id from the beginning,
 * the time it took when they are written, and what is left of the limits once the model is known.
 * Confined to one event loop.
 */
final class AnswerHead {

  private static final String LEFT = "understudy.left";

  private final RateLimits limits;
  private final LongSupplier nanoClock;
  private final Clock clock;

  /**
   * Heads of one event loop.
   *
   * @param nanoClock that of the arrival of requests
   */
  AnswerHead(RateLimits limits, LongSupplier nanoClock, Clock clock) {
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.clock = clock;
  }

  /**
   * What was left when the request was counted, and when its tokens were, if they were: until an
   * answer ends, buckets fill again.
   */
  private record Left(
      RateLimits.Account account,
      RateLimits.Level requests,
      RateLimits.@Nullable Level tokens,
      Instant at) {

    RateLimits.Level tokensNow() {
      return tokens == null ? account.tokens() : tokens;
    }
  }

  /**
   * Begins the head of the answer to a request that has just arrived, where a vendor has that path.
   */
  void begin(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = request.path();
    VendorHeaders vendor = path == null ? null : VendorHeaders.of(path);
    if (vendor != null) {
      vendor.identify(request.response().headers());
      context.addHeadersEndHandler(written -> end(context, vendor));
    }
  }

  private void end(RoutingContext context, VendorHeaders vendor) {
    MultiMap headers = context.response().headers();
    long arrived = context.get(HttpApi.ARRIVAL);
    vendor.tellTime(headers, nanoClock.getAsLong() - arrived);
    Left left = context.get(LEFT);
    if (left != null) {
      vendor.tellLimits(headers, left.requests(), left.tokensNow(), left.at());
    }
  }

  /** Counts a request to a model, or refuses it. */
  void admit(RoutingContext context, ModelDefinition model) {
    RateLimits.Account account = limits.of(ApiKey.digest(context.request()), model.id());
    try {
      account.admit();
    } finally {
      context.put(LEFT, new Left(account, account.requests(), null, clock.instant()));
    }
  }

  /** Counts the tokens of a request, prompt and answer together, if it was admitted. */
  void spend(RoutingContext context, int tokens) {
    Left left = context.get(LEFT);
    if (left != null) {
      RateLimits.Account account = left.account();
      account.spend(tokens);
      context.put(LEFT, new Left(account, left.requests(), account.tokens(), left.at()));
    }
  }
}
