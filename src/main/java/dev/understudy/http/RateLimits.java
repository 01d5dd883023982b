package dev.understudy.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.understudy.config.ServerConfig;
import dev.understudy.model.UnderstudyException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much each API key may ask of each model in a minute: a bucket of requests and one of tokens,
 * of prompt and answer together, that fill evenly. Of very many keys those that were not seen for
 * longest are forgotten. Safe on any thread.
 */
public final class RateLimits {

  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MOST_ACCOUNTS = 10_000;

  private final ServerConfig.RateLimit limit;
  private final LongSupplier nanoClock;
  private final long startNanos;
  private final Cache<Key, Account> accounts =
      Caffeine.newBuilder()
          .maximumSize(MOST_ACCOUNTS)
          .executor(Runnable::run) // a hand-over to another thread costs more than the upkeep
          .build();

  private record Key(String apiKey, String model) {}

  /**
   * Full buckets.
   *
   * @param nanoClock by which they fill
   */
  public RateLimits(ServerConfig.RateLimit limit, LongSupplier nanoClock) {
    this.limit = limit;
    this.nanoClock = nanoClock;
    this.startNanos = nanoClock.getAsLong();
  }

  /** The buckets of a key, or of its digest, for a model. */
  Account of(String apiKey, String model) {
    return accounts.get(new Key(apiKey, model), key -> new Account(model));
  }

  /**
   * What is left in a bucket.
   *
   * @param limit what it holds when full
   * @param remaining what it holds now, from 0
   * @param resetNanos in how long it will be full
   */
  record Level(long limit, long remaining, long resetNanos) {}

  /** The buckets of one key for one model. Safe on any thread. */
  final class Account {

    private final String model;
    private final Bucket requests = bucket(limit.requestsPerMinute());
    private final Bucket tokens = bucket(limit.tokensPerMinute());

    private Account(String model) {
      this.model = model;
    }

    /**
     * Takes a request out.
     *
     * @throws UnderstudyException RATE_LIMIT_EXCEEDED when a bucket is empty and limits are
     *     enforced
     */
    void admit() {
      if (!limit.enforced()) {
        requests.tryConsume(1);
        return;
      }
      if (tokens.getAvailableTokens() <= 0) {
        throw refused("tokens", limit.tokensPerMinute(), tokens);
      }
      if (!requests.tryConsume(1)) {
        throw refused("requests", limit.requestsPerMinute(), requests);
      }
    }

    private UnderstudyException refused(String what, long most, Bucket bucket) {
      return UnderstudyException.rateLimited(
          what,
          "rate limit of %s reached: %d %s a minute (expected: fewer)".formatted(model, most, what),
          bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    /** Takes out what an answer costs; where limits are enforced what is lacking is owed. */
    void spend(int answered) {
      if (answered > 0 && limit.enforced()) {
        tokens.consumeIgnoringRateLimits(answered);
      } else if (answered > 0) {
        tokens.tryConsumeAsMuchAsPossible(answered);
      }
    }

    /** What is left of the requests. */
    Level requests() {
      return level(requests, limit.requestsPerMinute());
    }

    /** What is left of the tokens. */
    Level tokens() {
      return level(tokens, limit.tokensPerMinute());
    }
  }

  /** A bucket fills evenly, so what it lacks tells how long it takes. */
  private static Level level(Bucket bucket, long limit) {
    long available = bucket.getAvailableTokens(); // below 0 where some is owed
    double lacking = (double) (limit - available) / limit;
    return new Level(limit, Math.max(0, available), Math.round(lacking * PERIOD.toNanos()));
  }

  private Bucket bucket(long capacity) {
    return Bucket.builder()
        .addLimit(bandwidth -> bandwidth.capacity(capacity).refillGreedy(capacity, PERIOD))
        .withCustomTimePrecision(
            new TimeMeter() {
              @Override
              public long currentTimeNanos() {
                return nanoClock.getAsLong() - startNanos; // which does not overflow
              }

              @Override
              public boolean isWallClockBased() {
                return false;
              }
            })
        .build();
  }
}
