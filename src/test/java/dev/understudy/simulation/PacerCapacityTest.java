package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.UnderstudyException;
import org.junit.jupiter.api.Test;

/** Streams of a model that serves two at once, played. */
class PacerCapacityTest {

  private static final long START = Long.MAX_VALUE - 500;

  private final VirtualLoop loop = new VirtualLoop(START);
  private final Pacer pacer = new Pacer(loop::nowNanos, loop);
  private final StepScheduler engine = new StepScheduler(2, 1, 100, 10, 250);
  private final RecordingSink first = new RecordingSink(loop);
  private final RecordingSink second = new RecordingSink(loop);
  private final RecordingSink third = new RecordingSink(loop);

  /** Tokens 100 apart, alone. */
  private TokenStream play(int tokens, RecordingSink sink) {
    long[] due = new long[tokens];
    for (int k = 0; k < tokens; k++) {
      due[k] = 100L * k;
    }
    PlanDetails details = new PlanDetails(0, 0, 0, new EngineWork(engine, 0, 0));
    SimulationPlan plan =
        new SimulationPlan(
            "id",
            1,
            0,
            TokenText.silent(tokens),
            new TokenSchedule(0, due),
            FinishReason.LENGTH,
            details);
    return pacer.play(plan, loop.nowNanos(), sink);
  }

  private void advance(long nanos) {
    loop.runUntil(loop.nowNanos() + nanos);
  }

  @Test
  void tokensGoOutWhenTheEngineHasThem_andThePlanStaysAsItWas() {
    TokenStream stream = play(4, first);
    advance(50);
    play(3, second);
    advance(1_000);
    assertThat(first.calls()).containsExactly("0-1@0", "1-2@100", "2-3@210", "3-4@320", "end@320");
    assertThat(second.calls()).containsExactly("0-1@100", "1-2@210", "2-3@320", "end@320");
    assertThat(stream.dueOffsetNanos(3)).isEqualTo(320);
    assertThat(stream.sentOffsetsNanos()).containsExactly(0, 100, 210, 320);
    assertThat(loop.pendingTimers()).isZero();
  }

  @Test
  void whatLeaves_makesRoom_andTheQueueIsBounded() {
    TokenStream leaving = play(50, first);
    play(50, second);
    play(2, third);
    assertThatThrownBy(() -> play(1, new RecordingSink(loop)))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageStartingWith("capacity: ");
    advance(350);
    assertThat(third.calls()).isEmpty();
    leaving.cancel();
    advance(300);
    assertThat(third.calls()).containsExactly("0-1@430", "1-2@540", "end@540");
  }

  @Test
  void slowReader_doesNotHoldTheEngineUp() {
    play(3, first);
    first.fill();
    play(3, second);
    advance(1_000);
    assertThat(second.calls()).hasSize(4);
    assertThat(engine.running()).isZero();
    first.drain();
    advance(10);
    assertThat(first.calls()).containsExactly("0-3@1000", "end@1000");
  }
}
