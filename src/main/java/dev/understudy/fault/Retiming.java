package dev.understudy.fault;

import dev.understudy.content.TokenText;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.TokenSchedule;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A plan whose times are being changed: first the scenario's factor, then a slow start, stalls, and
 * chunks last, so that a chunk waits for its last token. Confined to one thread.
 */
final class Retiming {

  private final double timeScale;
  private TokenSchedule schedule;
  private TokenText answer;
  private long laterNanos;

  Retiming(SimulationPlan plan, double factor, double timeScale) {
    this.timeScale = timeScale;
    this.schedule = factor == 1 ? plan.schedule() : plan.schedule().scaled(factor);
    this.answer = plan.answer();
  }

  void apply(Injected injected) {
    if (injected.effect() instanceof Effect.SlowStart slow) {
      laterNanos = scaled(slow.nanos());
      schedule = schedule.later(0, laterNanos);
    } else if (injected.effect() instanceof Effect.Stall stall) {
      schedule = schedule.later(stall.after(), scaled(stall.nanos()));
    } else if (injected.effect() instanceof Effect.Chunks chunks) {
      int[] ends = ends(chunks.range(), answer.tokens(), new SplittableRandom(injected.seed()));
      schedule = schedule.inChunks(ends);
      answer = answer.inChunks(ends);
    }
  }

  private long scaled(long nanos) {
    return Math.round(nanos * timeScale);
  }

  private static int[] ends(TokenRange range, int tokens, RandomGenerator random) {
    IntStream.Builder ends = IntStream.builder();
    int end = 0;
    while (end < tokens) {
      end = Math.min(tokens, end + range.draw(random));
      ends.add(end);
    }
    return ends.build().toArray();
  }

  SimulationPlan plan(SimulationPlan before, double factor, List<Injected> all, InForce inForce) {
    return before.retimed(
        answer,
        schedule,
        before
            .details()
            .disturbed(
                factor, laterNanos, all.stream().map(Injected::toString).toList(), inForce.name()));
  }
}
