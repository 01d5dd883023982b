package dev.understudy.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.UnderstudyException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageSpanTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:34:56Z");

  private static UsageSpan.Hours hours(@Nullable String from, @Nullable String to, int step) {
    return new UsageSpan(
            from == null ? null : Instant.parse(from), to == null ? null : Instant.parse(to), step)
        .at(NOW);
  }

  @ParameterizedTest
  @CsvSource({
    ",, 1, 24, 2026-11-22T13:00:00Z, 2026-11-22T14:00:00Z, 2026-11-23T13:00:00Z",
    ",, 0, 1, 2026-11-22T13:00:00Z, 2026-11-23T13:00:00Z, 2026-11-23T13:00:00Z",
    ",, 24, 2, 2026-11-22T13:00:00Z, 2026-11-23T00:00:00Z, 2026-11-23T13:00:00Z",
    ",, 6, 5, 2026-11-22T13:00:00Z, 2026-11-22T18:00:00Z, 2026-11-23T13:00:00Z",
    "2026-11-20T00:00:00Z, 2026-11-22T00:00:00Z, 24, 2, 2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
    "2026-11-20T00:00:01Z, 2026-11-20T00:00:02Z, 1, 1, 2026-11-20T00:00:00Z, 2026-11-20T01:00:00Z, 2026-11-20T01:00:00Z",
    "1970-01-01T00:00:00Z, , 0, 1, 1970-01-01T00:00:00Z, 2026-11-23T13:00:00Z, 2026-11-23T13:00:00Z",
  })
  void endsAreWholeHours_andPeriodsBeginAtMultiples(
      @Nullable String from,
      @Nullable String to,
      int step,
      int periods,
      String first,
      String second,
      String end) {
    UsageSpan.Hours hours = hours(from, to, step);
    assertThat(hours.periods()).isEqualTo(periods);
    assertThat(hours.start(0)).isEqualTo(first);
    assertThat(hours.start(1)).isEqualTo(second);
    assertThat(hours.start(periods)).isEqualTo(end);
  }

  @Test
  void everyHourIsInThePeriodThatSpansIt() {
    for (int step : new int[] {0, 1, 5, 6, 24, 168}) {
      UsageSpan.Hours hours = hours("2026-11-03T07:00:00Z", "2026-11-23T13:00:00Z", step);
      for (Instant hour = hours.from(); hour.isBefore(hours.to()); hour = hour.plusSeconds(3_600)) {
        int period = hours.periodOf(hour);
        assertThat(hour).isBetween(hours.start(period), hours.start(period + 1).minusSeconds(1));
      }
      assertThat(hours.periodOf(hours.to().minusSeconds(3_600)))
          .isEqualTo((int) hours.periods() - 1);
    }
  }

  @Test
  void whatCannotBeTold_isRefused() {
    assertThatThrownBy(() -> hours("2026-11-23T13:00:00Z", null, 1))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage(
            "from: 2026-11-23T13:00:00Z (expected: a time before to (2026-11-23T13:00:00Z))");
    assertThatThrownBy(() -> hours("2020-01-01T00:00:00Z", null, 1))
        .hasMessageContaining(
            "step: 1 h (expected: at most 3000 periods from 2020-01-01T00:00:00Z");
    assertThatThrownBy(() -> hours(null, "+10000-01-01T00:00:00Z", 1))
        .hasMessageContaining("a time from 1970 to 9999");
    assertThatThrownBy(() -> hours("1969-12-31T23:00:00Z", null, 1))
        .hasMessageContaining("a time from 1970 to 9999");
    assertThatThrownBy(() -> hours(null, "1970-01-01T05:00:00Z", -1))
        .hasMessageContaining("step: -1");
  }
}
