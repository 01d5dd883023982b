package dev.understudy.fault;

import dev.understudy.simulation.SimulationPlan;
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
  private SimulationPlan plan;
  private long laterNanos;

  Retiming(SimulationPlan plan, double factor, double timeScale) {
    this.timeScale = timeScale;
    this.plan = factor == 1 ? plan : plan.at(plan.schedule().scaled(factor));
  }

  void apply(Injected injected) {
    if (injected.effect() instanceof Effect.SlowStart slow) {
      laterNanos = scaled(slow.nanos());
      plan = plan.at(plan.schedule().later(0, laterNanos));
    } else if (injected.effect() instanceof Effect.Stall stall) {
      plan = plan.at(plan.schedule().later(stall.after(), scaled(stall.nanos())));
    } else if (injected.effect() instanceof Effect.Chunks chunks) {
      SplittableRandom random = new SplittableRandom(injected.seed());
      plan = plan.inChunks(ends(chunks.range(), plan.tokens(), random));
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

  /** The plan as it is now, which says what was done to it. */
  SimulationPlan plan(double factor, List<Injected> all, InForce inForce) {
    return plan.with(
        plan.details()
            .disturbed(
                factor, laterNanos, all.stream().map(Injected::toString).toList(), inForce.name()));
  }
}
