package dev.understudy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ModelDefinition;
import dev.understudy.simulation.AnswerReader;
import dev.understudy.simulation.LatencyOverride;
import dev.understudy.simulation.SimulationPlan;
import dev.understudy.simulation.SimulationPlanner;
import dev.understudy.simulation.SimulationRequest;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What faults of time make of a plan: ten tokens, the first after 100 ms, then one every 10 ms. */
class RetimingTest {

  private static final int TOKENS = 10;
  private static final SimulationPlan PLAN =
      new SimulationPlanner(0, 1)
          .plan(
              SimulationRequest.of(ModelDefinition.builder("m").build())
                  .seed(1L)
                  .maxTokens(TOKENS)
                  .latency(new LatencyOverride(0.1, 0.01, 1.0))
                  .build());

  private static SimulationPlan retimed(String header, double timeScale) {
    FaultTarget target = new FaultTarget("chat", "m", "", 1L, "b", true, timeScale, false, 0);
    return new FaultInjector(0, new Scenarios(() -> 0, Clock.systemUTC()))
        .choose(target, AskedFaults.ofHeader(List.of(header)))
        .retime(PLAN);
  }

  private static long[] millis(SimulationPlan plan) {
    return IntStream.range(0, plan.tokens())
        .mapToLong(k -> plan.dueOffsetNanos(k) / 1_000_000)
        .toArray();
  }

  private static List<String> pieces(SimulationPlan plan) {
    AnswerReader reader = new AnswerReader(plan.answer());
    return IntStream.range(0, plan.tokens()).mapToObj(k -> reader.read()).toList();
  }

  @Test
  void withoutFaultsThePlanIsTheSame() {
    assertThat(retimed("none", 1)).isSameAs(PLAN);
    assertThat(retimed("cut_after=3;rate=0", 1)).isSameAs(PLAN);
  }

  @Test
  void aSlowStartPutsEverythingOff() {
    SimulationPlan plan = retimed("slow_start=2s", 1);

    assertThat(plan.ttftNanos()).isEqualTo(2_100_000_000);
    assertThat(millis(plan))
        .containsExactly(2100, 2110, 2120, 2130, 2140, 2150, 2160, 2170, 2180, 2190);
    assertThat(plan.details().faults()).containsExactly("slow_start=2s; source=header");
  }

  @Test
  void aStallPutsOffWhatComesAfterIt_byTheTimeScale() {
    SimulationPlan plan = retimed("stall_after=3;for=2s", 0.5);

    assertThat(plan.ttftNanos()).isEqualTo(100_000_000);
    assertThat(millis(plan))
        .containsExactly(100, 110, 120, 1130, 1140, 1150, 1160, 1170, 1180, 1190);
  }

  @Test
  void aStallBeforeTheFirstTokenIsPartOfItsTime() {
    assertThat(retimed("stall_after=0;for=1s", 1).ttftNanos()).isEqualTo(1_100_000_000);
  }

  @Test
  void aChunkWaitsForItsLastToken() {
    SimulationPlan plan = retimed("tokens_per_chunk=4", 1);

    assertThat(millis(plan)).containsExactly(130, 130, 130, 130, 170, 170, 170, 170, 190, 190);
    assertThat(plan.ttftNanos()).isEqualTo(130_000_000);
    assertThat(plan.answer().text()).isEqualTo(PLAN.answer().text());
    assertThat(String.join("", pieces(plan))).isEqualTo(PLAN.answer().text());
    assertThat(pieces(plan).stream().filter(piece -> !piece.isEmpty())).hasSize(3);
    assertThat(pieces(plan).get(3)).isEqualTo(String.join("", pieces(PLAN).subList(0, 4)));
  }

  @Test
  void aRangeIsDrawnForEachChunk() {
    SimulationPlan plan = retimed("tokens_per_chunk=1-3", 1);

    assertThat(millis(plan)).isEqualTo(millis(retimed("tokens_per_chunk=1-3", 1)));
    assertThat(String.join("", pieces(plan))).isEqualTo(PLAN.answer().text());
    long chunks = pieces(plan).stream().filter(piece -> !piece.isEmpty()).count();
    assertThat(chunks).isBetween(4L, 10L);
  }
}
