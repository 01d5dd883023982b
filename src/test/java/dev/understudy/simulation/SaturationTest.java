package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.Capacity;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Llama-3.3-70B on two H100 (NIM 1.8, FP8, prompts of 5,000 and answers of 500 tokens, a closed
 * loop of clients) as NVIDIA has published it, against the step scheduler in virtual time. TTFT and
 * ITL of the profile are those of one request alone and prefill follows from two lengths of prompt;
 * the slots and the slope of the step are fitted.
 */
class SaturationTest {

  private static final int PROMPT = 5_000;
  private static final int TOKENS = 500;
  private static final double SOLO_TTFT = 0.4068;
  private static final double SOLO_ITL = 0.0186;

  /** 47.8 ms at 500 tokens, 406.8 ms at 5,000. */
  private static final double PREFILL = (SOLO_TTFT - 0.0478) / 4_500;

  private static final double LATENCY = SOLO_TTFT - PROMPT * PREFILL;
  private static final Capacity CAPACITY =
      new Capacity(87, 1_000, 0.00006, Capacity.PREFILL_CHUNK_TOKENS);
  private static final LatencyProfile PROFILE =
      LatencyProfile.of(
              LatencyDistribution.constant(LATENCY), LatencyDistribution.constant(SOLO_ITL))
          .withPrefillSecondsPerToken(PREFILL)
          .withCapacity(CAPACITY);
  private static final TokenSchedule ALONE =
      TokenSchedule.draw(
          LatencySampler.of(PROFILE, Set.of(), new SplittableRandom(1)), SOLO_TTFT, TOKENS, 1);

  private record Request(DueTimes due, long t0) {
    double ttftMillis() {
      return due.dueOffsetNanos(0) / 1e6;
    }

    double meanItlMillis() {
      return (due.durationNanos() - due.dueOffsetNanos(0)) / 1e6 / (TOKENS - 1);
    }

    Stream<Double> gapsMillis() {
      return Stream.iterate(1, k -> k < TOKENS, k -> k + 1)
          .map(k -> (due.dueOffsetNanos(k) - due.dueOffsetNanos(k - 1)) / 1e6);
    }

    long end() {
      return t0 + due.durationNanos();
    }
  }

  /** Each client asks again when it was answered; what ended once the load was steady. */
  private static List<Request> closedLoop(int clients) {
    StepScheduler engine = StepScheduler.of(PROFILE, CAPACITY, 1);
    EngineWork work =
        new EngineWork(engine, TokenSchedule.nanos(PROMPT * PREFILL), TokenSchedule.nanos(LATENCY));
    Request[] open = new Request[clients];
    Arrays.setAll(open, i -> new Request(engine.admit(0, work, ALONE, () -> {}), 0));
    List<Request> ended = new ArrayList<>();
    while (ended.size() < 8 * clients) {
      long now = Arrays.stream(open).mapToLong(Request::end).min().orElseThrow();
      engine.advance(now);
      for (int i = 0; i < clients; i++) {
        if (open[i].end() <= now) {
          ended.add(open[i]);
          open[i] = new Request(engine.admit(now, work, ALONE, () -> {}), now);
        }
      }
    }
    return ended.subList(4 * clients, 8 * clients);
  }

  private static double ttftMillis(int clients) {
    return closedLoop(clients).stream().mapToDouble(Request::ttftMillis).average().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 407, 18.6, 52",
    "25, 689, 38.8, 623",
    "50, 835, 59.7, 814",
    "100, 7996, 92.9, 917",
    "150, 34794, 92.9, 921",
    "200, 61680, 93.1, 921",
    "250, 88605, 93.2, 920"
  })
  void table_isReproduced(int clients, double ttft, double itl, double tokensPerSecond) {
    List<Request> steady = closedLoop(clients);
    double actualItl = steady.stream().mapToDouble(Request::meanItlMillis).average().orElseThrow();
    double actualTtft = steady.stream().mapToDouble(Request::ttftMillis).average().orElseThrow();
    double actualSpeed = clients * TOKENS * 1e3 / (actualTtft + (TOKENS - 1) * actualItl);
    assertThat(actualItl).as("ITL in ms").isCloseTo(itl, within(0.02 * itl));
    assertThat(actualTtft)
        .as("TTFT in ms")
        .isCloseTo(ttft, within((clients < 75 ? 0.15 : 0.05) * ttft));
    assertThat(actualSpeed)
        .as("tokens per second")
        .isCloseTo(tokensPerSecond, within(0.03 * tokensPerSecond));
  }

  @Test
  void knee_liesBetween75And100Clients() {
    assertThat(ttftMillis(75)).isLessThan(1.5 * ttftMillis(50));
    assertThat(ttftMillis(100)).isGreaterThan(5 * ttftMillis(75));
  }

  @Test
  void itl_hasTwoShelves() {
    List<Double> gaps = closedLoop(10).stream().flatMap(Request::gapsMillis).sorted().toList();
    double median = gaps.get(gaps.size() / 2);
    assertThat(median).isBetween(SOLO_ITL * 1e3, SOLO_ITL * 1.1e3);
    assertThat(gaps.get((int) (0.99 * gaps.size()))).isGreaterThan(5 * median);
    assertThat(gaps.stream().filter(gap -> gap > 1.5 * median && gap < 4 * median)).isEmpty();
  }
}
