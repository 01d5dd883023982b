package dev.understudy.simulation;

import dev.understudy.model.Capacity;
import dev.understudy.model.LatencyDistribution;
import dev.understudy.model.LatencyProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Llama-3.3-70B on two H100 (NIM 1.8, FP8, prompts of 5,000 and answers of 500 tokens, closed loop)
 * as NVIDIA has published it, against the step scheduler in virtual time. Of the profile, TTFT and
 * ITL are those of one request alone; slots and the batch's slope are fitted, to the knee and to
 * the ITL at it.
 */
class SaturationTest {

  private static final int PROMPT = 5_000;
  private static final int TOKENS = 500;

  /** Prefill from the two published prompts: 47.8 ms at 500 tokens, 406.8 ms at 5,000. */
  private static final double PREFILL = (0.4068 - 0.0478) / 4_500;

  private static final Capacity CAPACITY =
      new Capacity(87, 1_000, 0.00003, Capacity.PREFILL_CHUNK_TOKENS);

  private static final LatencyProfile PROFILE =
      LatencyProfile.of(
              LatencyDistribution.constant(0.4068 - PROMPT * PREFILL),
              LatencyDistribution.constant(0.0186))
          .withPrefillSecondsPerToken(PREFILL)
          .withCapacity(CAPACITY);

  private static final TokenSchedule ALONE =
      TokenSchedule.draw(
          LatencySampler.of(PROFILE, java.util.Set.of(), new java.util.SplittableRandom(1)),
          0.4068,
          TOKENS,
          1);

  /** What was measured once the load was steady, in seconds. */
  private record Load(double ttft, double itl, double tokensPerSecond) {}

  private record Running(DueTimes due, long t0) {
    long end() {
      return t0 + due.durationNanos();
    }
  }

  @Test
  void print() {
    for (int c : new int[] {1, 5, 25, 50, 75, 85, 90, 100, 150, 200, 250}) {
      Load load = closedLoop(c);
      System.out.printf(
          "%d %.0f %.1f %.0f%n", c, load.ttft * 1e3, load.itl * 1e3, load.tokensPerSecond);
    }
  }

  private static Load closedLoop(int clients) {
    StepScheduler engine = StepScheduler.of(PROFILE, CAPACITY, 1);
    EngineWork work =
        new EngineWork(
            engine,
            TokenSchedule.nanos(PROMPT * PREFILL),
            TokenSchedule.nanos(0.4068 - PROMPT * PREFILL));
    List<Running> open = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      open.add(new Running(engine.admit(0, work, ALONE), 0));
    }
    List<Running> ended = new ArrayList<>();
    long now = 0;
    while (ended.size() < 8 * clients) {
      engine.advance(now);
      for (int i = 0; i < open.size(); i++) {
        Running running = open.get(i);
        if (running.end() <= now) {
          ended.add(running);
          open.set(i, new Running(engine.admit(running.end(), work, ALONE), running.end()));
        }
      }
      now = open.stream().mapToLong(Running::end).min().orElseThrow();
    }
    List<Running> steady = ended.subList(ended.size() / 2, ended.size());
    double seconds = (steady.get(steady.size() - 1).end() - steady.get(0).end()) / 1e9;
    return new Load(
        steady.stream().mapToDouble(r -> r.due().dueOffsetNanos(0) / 1e9).average().orElseThrow(),
        steady.stream()
            .mapToDouble(
                r -> (r.due().durationNanos() - r.due().dueOffsetNanos(0)) / 1e9 / (TOKENS - 1))
            .average()
            .orElseThrow(),
        (steady.size() - 1) * TOKENS / Math.max(seconds, 1e-9));
  }
}
