package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.TokenText;
import java.util.ArrayList;
import java.util.List;
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

  private final List<SimulationRecord> ended = new ArrayList<>();

  private TokenStream play(int tokens, RecordingSink sink) {
    return pacer.play(simulation(tokens, 0, StreamMeter.NONE), loop.nowNanos(), sink);
  }

  /** Tokens 100 apart, alone, after that much work on the prompt. */
  private SimulationRecord simulation(int tokens, long prefill, StreamMeter meter) {
    long[] due = new long[tokens];
    for (int k = 0; k < tokens; k++) {
      due[k] = prefill + 100L * k;
    }
    PlanDetails details = new PlanDetails(0, false, 0, 0, new EngineWork(engine, prefill, 0));
    SimulationPlan plan =
        new SimulationPlan(
            "id",
            1,
            0,
            TokenText.silent(tokens),
            new TokenSchedule(prefill, due),
            FinishReason.LENGTH,
            details);
    return new SimulationRecord(plan, "m", 0, AnswerForm.STREAM, meter, ended::add);
  }

  /** Notes by how much each token was late, and what streams are doing. */
  private static final class Meter implements StreamMeter {
    private final List<Long> lags = new ArrayList<>();
    private int queued;
    private int active;

    @Override
    public void queued(int more) {
      queued += more;
    }

    @Override
    public void refused(ErrorCode why) {}

    @Override
    public void begun() {
      active++;
    }

    @Override
    public void firstToken(long ttftNanos, long lagNanos) {
      lags.add(lagNanos);
    }

    @Override
    public void nextToken(long itlNanos, long lagNanos) {
      lags.add(lagNanos);
    }

    @Override
    public void whole(long lagNanos) {}

    @Override
    public void ended(SimulationState state) {
      active--;
    }

    String counts() {
      return queued + " queued, " + active + " active";
    }
  }

  private void advance(long nanos) {
    loop.runUntil(loop.nowNanos() + nanos);
  }

  @Test
  void tokensGoOutWhenTheEngineHasThem_andThePlanStaysAsItWas() {
    Meter meter = new Meter();
    SimulationRecord simulation = simulation(4, 0, meter);
    TokenStream stream = pacer.play(simulation, loop.nowNanos(), first);
    advance(50);
    play(3, second);
    advance(1_000);
    assertThat(first.calls()).containsExactly("0-1@0", "1-2@100", "2-3@210", "3-4@320", "end@320");
    assertThat(second.calls()).containsExactly("0-1@100", "1-2@210", "2-3@320", "end@320");
    assertThat(stream.dueOffsetNanos(3)).isEqualTo(320);
    assertThat(simulation.sentOffsetsNanos()).containsExactly(0, 100, 210, 320);
    assertThat(simulation.dueOffsetsNanos(4)).containsExactly(0, 100, 210, 320);
    assertThat(simulation.schedule().dueOffsetsNanos()).containsExactly(0, 100, 200, 300);
    assertThat(meter.lags).containsExactly(0L, 0L, 0L, 0L);
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
    assertThat(ended).extracting(SimulationRecord::state).containsExactly(SimulationState.REFUSED);
    advance(350);
    assertThat(third.calls()).isEmpty();
    leaving.cancel(SimulationState.DISCONNECTED);
    advance(300);
    assertThat(third.calls()).containsExactly("0-1@430", "1-2@540", "end@540");
  }

  @Test
  void fullSink_isAwaitedOnlyWhenATokenIsDue() {
    first.fill();
    pacer.play(simulation(2, 600, StreamMeter.NONE), loop.nowNanos(), first);
    advance(400); // the prompt's first chunk is done, which is no token
    assertThat(first.isAwaited()).isFalse();
    advance(200);
    assertThat(first.isAwaited()).isTrue();
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

  @Test
  void streamsThatWaitForASlot_areQueued() {
    Meter meter = new Meter();
    List<TokenStream> streams = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      streams.add(pacer.play(simulation(4, 0, meter), loop.nowNanos(), new RecordingSink(loop)));
    }
    advance(150);
    assertThat(meter.counts()).isEqualTo("1 queued, 2 active");
    streams.get(0).cancel(SimulationState.CUT);
    advance(150);
    assertThat(meter.counts()).isEqualTo("0 queued, 2 active");
    pacer
        .play(simulation(4, 0, meter), loop.nowNanos(), new RecordingSink(loop))
        .cancel(SimulationState.DISCONNECTED);
    assertThat(meter.counts()).isEqualTo("0 queued, 2 active");
    advance(1_000);
    assertThat(meter.counts()).isEqualTo("0 queued, 0 active");
  }

  @Test
  void refused_isNotQueued() {
    Meter meter = new Meter();
    for (int i = 0; i < 3; i++) {
      pacer.play(simulation(4, 0, meter), loop.nowNanos(), new RecordingSink(loop));
    }
    assertThatThrownBy(
            () -> pacer.play(simulation(4, 0, meter), loop.nowNanos(), new RecordingSink(loop)))
        .isInstanceOf(UnderstudyException.class);
    advance(2_000);
    assertThat(meter.counts()).isEqualTo("0 queued, 0 active");
  }
}
