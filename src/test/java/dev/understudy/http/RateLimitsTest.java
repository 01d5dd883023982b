package dev.understudy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.config.ServerConfig;
import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Buckets of requests and tokens, in time that a test moves. */
class RateLimitsTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 30 * SECOND);

  private RateLimits limits(int requests, int tokens, boolean enforced) {
    return new RateLimits(new ServerConfig.RateLimit(requests, tokens, enforced), now::get);
  }

  @Test
  void bucketsFillEvenly() {
    RateLimits.Account account = limits(60, 600, false).of("", "m");
    account.admit();
    account.admit();
    account.spend(100);

    assertThat(account.requests()).isEqualTo(new RateLimits.Level(60, 58, 2 * SECOND));
    assertThat(account.tokens()).isEqualTo(new RateLimits.Level(600, 500, 10 * SECOND));
    now.addAndGet(SECOND);
    assertThat(account.requests()).isEqualTo(new RateLimits.Level(60, 59, SECOND));
    assertThat(account.tokens()).isEqualTo(new RateLimits.Level(600, 510, 9 * SECOND));
    now.addAndGet(3600 * SECOND);
    assertThat(account.requests()).isEqualTo(new RateLimits.Level(60, 60, 0));
    assertThat(account.tokens()).isEqualTo(new RateLimits.Level(600, 600, 0));
  }

  @Test
  void whatIsNotEnforced_isNeverRefused() {
    RateLimits.Account account = limits(1, 10, false).of("", "m");
    for (int i = 0; i < 5; i++) {
      account.admit();
      account.spend(1_000);
    }

    assertThat(account.requests().remaining()).isZero();
    assertThat(account.tokens()).isEqualTo(new RateLimits.Level(10, 0, 60 * SECOND));
  }

  @Test
  void requestsBeyondTheLimit_areToldWhenToComeBack() {
    RateLimits.Account account = limits(2, 1_000, true).of("", "m");
    account.admit();
    account.admit();

    assertThatThrownBy(account::admit)
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
              assertThat(refused.retryAfterMillis()).isEqualTo(30_000);
            })
        .hasMessageStartingWith("rate limit of m reached: 2 requests a minute (expected: fewer)");
    now.addAndGet(30 * SECOND);
    account.admit();
    assertThatThrownBy(account::admit).isInstanceOf(UnderstudyException.class);
  }

  @Test
  void tokensThatWereLacking_areOwed() {
    RateLimits.Account account = limits(100, 60, true).of("", "m");
    account.admit();
    account.spend(90);

    assertThat(account.tokens()).isEqualTo(new RateLimits.Level(60, 0, 90 * SECOND));
    assertThatThrownBy(account::admit).hasMessageContaining("60 tokens a minute");
    assertThat(account.requests().remaining()).isEqualTo(99);
    now.addAndGet(31 * SECOND);
    account.admit();
  }

  @Test
  void eachKeyAndModelHasItsOwn() {
    RateLimits limits = limits(1, 10, true);
    limits.of("a", "m").admit();
    limits.of("b", "m").admit();
    limits.of("a", "n").admit();

    assertThatThrownBy(() -> limits.of("a", "m").admit()).isInstanceOf(UnderstudyException.class);
  }
}
