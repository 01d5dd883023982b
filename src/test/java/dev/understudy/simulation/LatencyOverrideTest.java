package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.UnderstudyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyOverrideTest {

  @Test
  void parse_all() {
    assertThat(LatencyOverride.parse("ttft=200ms; itl=250us; scale=0.5"))
        .isEqualTo(new LatencyOverride(0.2, 250e-6, 0.5));
  }

  @Test
  void parse_some_leavesTheRest() {
    assertThat(LatencyOverride.parse("itl=1.5s")).isEqualTo(new LatencyOverride(null, 1.5, null));
    assertThat(LatencyOverride.parse("scale=0")).isEqualTo(new LatencyOverride(null, null, 0.0));
  }

  @Test
  void or_prefersItsOwn() {
    LatencyOverride header = new LatencyOverride(0.1, null, null);
    LatencyOverride body = new LatencyOverride(0.9, 0.02, null);
    assertThat(header.or(body)).isEqualTo(new LatencyOverride(0.1, 0.02, null));
  }

  @ParameterizedTest
  @CsvSource({
    "ttft=200, understudy-latency: ttft: 200 (expected: a duration with its unit",
    "ttft=-1ms, understudy-latency: ttft: -1ms (expected: a duration with its unit",
    "itl=3601s, understudy-latency: itl: 3601s (expected: a duration with its unit up to 3600s",
    "itl=1e3ms, understudy-latency: itl: 1e3ms (expected: a duration",
    "scale=fast, understudy-latency: scale: fast (expected: a factor from 0 (at once) to 1000",
    "scale=NaN, understudy-latency: scale: NaN (expected: a factor from 0 (at once) to 1000",
    "tpot=1ms, 'understudy-latency: tpot=1ms (expected: ttft, itl and scale'",
    "ttft=1ms;, 'understudy-latency: ttft=1ms; (expected: ttft, itl and scale'",
    "ttft=1ms;ttft=2ms, each once",
    "'', 'understudy-latency:  (expected: ttft, itl and scale, as in ttft=200ms'",
  })
  void parse_wrong_saysWhatWasExpected(String header, String message) {
    assertThatThrownBy(() -> LatencyOverride.parse(header))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void values_outOfRange_areRefused() {
    assertThatThrownBy(() -> new LatencyOverride(-0.1, null, null))
        .hasMessage("simulation.ttft: -0.1 (expected: seconds from 0 to 3600)");
    assertThatThrownBy(() -> new LatencyOverride(null, null, Double.NaN))
        .hasMessage("simulation.time_scale: NaN (expected: a factor from 0 to 1000)");
  }
}
