package dev.understudy.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delays double, within bounds, and a receiver may ask for more. */
class RetryPolicyTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static RetryPolicy policy(double drawn) {
    return new RetryPolicy(
        Duration.ofSeconds(5),
        Duration.ofHours(1),
        Duration.ofDays(3),
        Duration.ofDays(5),
        () -> drawn);
  }

  @Test
  void delays_doubleUpToTheLongest_andHalfOfEachIsDrawn() {
    RetryPolicy least = policy(0);
    RetryPolicy most = policy(Math.nextDown(1.0));

    assertThat(IntStream.rangeClosed(1, 12).mapToObj(least::delay).map(Duration::toMillis))
        .containsExactly(
            2_500L,
            5_000L,
            10_000L,
            20_000L,
            40_000L,
            80_000L,
            160_000L,
            320_000L,
            640_000L,
            1_280_000L,
            1_800_000L,
            1_800_000L);
    assertThat(most.delay(1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(most.delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void theLastAttempt_isWhenTheMessageIsGivenUp() {
    Instant begun = NOW.minus(Duration.ofDays(3)).plusSeconds(60);

    assertThat(policy(0.5).next(NOW, begun, 20, Duration.ZERO)).isEqualTo(NOW.plusSeconds(60));
  }

  @Test
  void whatTheReceiverAsksFor_isWaited_forADay() {
    RetryPolicy policy = policy(0);

    assertThat(policy.next(NOW, NOW, 1, Duration.ofSeconds(90))).isEqualTo(NOW.plusSeconds(90));
    assertThat(policy.next(NOW, NOW, 1, Duration.ofMillis(1))).isEqualTo(NOW.plusMillis(2_500));
    assertThat(policy.next(NOW, NOW, 1, Duration.ofDays(900)))
        .isEqualTo(NOW.plus(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "' 7 ', 7",
    "'Sat, 28 Nov 2026 12:00:30 GMT', 30",
    "'Sat, 28 Nov 2026 11:00:00 GMT', 0",
    "soon, 0",
    "-5, 0",
    "1.5, 0",
    "99999999999, 0"
  })
  void retryAfter_isSecondsOrADate(String header, long seconds) {
    assertThat(RetryAfter.of(header, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(RetryAfter.of(null, NOW)).isZero();
  }
}
