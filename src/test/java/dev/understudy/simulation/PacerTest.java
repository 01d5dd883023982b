package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.text.TokenText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PacerTest {

  /** A start near the end of long's range: nanoTime may overflow at any time. */
  private static final long START = Long.MAX_VALUE - 500;

  private final VirtualLoop loop = new VirtualLoop(START);
  private final Pacer pacer = new Pacer(loop::nowNanos, loop);
  private final RecordingSink sink = new RecordingSink(loop);

  static SimulationPlan plan(long... dueNanos) {
    TokenSchedule schedule = new TokenSchedule(dueNanos.length == 0 ? 7 : dueNanos[0], dueNanos);
    TokenText text = TokenText.silent(dueNanos.length);
    return new SimulationPlan("id", 1, 0, text, schedule, FinishReason.LENGTH);
  }

  static SimulationRecord simulation(long... dueNanos) {
    return new SimulationRecord(
        plan(dueNanos), "m", 0, AnswerForm.STREAM, StreamMeter.NONE, ended -> {});
  }

  private void advance(long nanos) {
    loop.runUntil(loop.nowNanos() + nanos);
  }

  @Test
  void play_eachTokenAtItsDueTime() {
    SimulationRecord simulation = simulation(100, 300, 1000);
    TokenStream stream = pacer.play(simulation, START, sink);
    assertThat(sink.calls()).isEmpty();
    advance(5000);
    assertThat(sink.calls()).containsExactly("0-1@100", "1-2@300", "2-3@1000", "end@1000");
    assertThat(simulation.sentOffsetsNanos()).containsExactly(100, 300, 1000);
    assertThat(stream.ended().result()).isEqualTo(new Playback(true, 3));
  }

  @Test
  void play_tokensDueTogether_goOutTogether() {
    pacer.play(simulation(100, 100, 200, 200), START, sink);
    advance(1000);
    assertThat(sink.calls()).containsExactly("0-2@100", "2-4@200", "end@200");
  }

  @Test
  void play_lateStart_sendsWhatIsDueAtOnceAndGoesOnWithoutDrift() {
    advance(250);
    SimulationRecord simulation = simulation(100, 200, 300);
    pacer.play(simulation, START, sink);
    assertThat(sink.calls()).isEmpty();
    advance(250);
    assertThat(sink.calls()).containsExactly("0-2@250", "2-3@300", "end@300");
    assertThat(simulation.sentOffsetsNanos()).containsExactly(250, 250, 300);
  }

  @Test
  void play_withoutTokens_endsAtTtft() {
    pacer.play(simulation(), START, sink);
    advance(100);
    assertThat(sink.calls()).containsExactly("end@7");
  }

  @Test
  void play_slowSink_delaysButDoesNotDrift() {
    sink.costing(30);
    pacer.play(simulation(100, 110, 120, 200, 300), START, sink);
    advance(1000);
    assertThat(sink.calls()).containsExactly("0-1@100", "1-3@130", "3-4@200", "4-5@300", "end@300");
  }

  @Test
  void play_manyStreams_goInOrderOfDueTime() {
    List<RecordingSink> sinks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RecordingSink each = new RecordingSink(loop);
      sinks.add(each);
      pacer.play(simulation(1000 - i, 2000 + i), START, each);
    }
    assertThat(loop.pendingTimers()).isEqualTo(1);
    advance(5000);
    for (int i = 0; i < 100; i++) {
      long first = 1000L - i;
      long second = 2000L + i;
      assertThat(sinks.get(i).calls())
          .containsExactly("0-1@" + first, "1-2@" + second, "end@" + second);
    }
    assertIdle();
  }

  /* --------------- back-pressure --------------- */

  @Test
  void full_waitsForDrain_thenSendsWhatIsDueWithoutDrift() {
    pacer.play(simulation(100, 200, 300, 400), START, sink);
    advance(150);
    sink.fill();
    advance(175);
    assertThat(sink.calls()).containsExactly("0-1@100");
    assertIdle();
    sink.drain();
    advance(500);
    assertThat(sink.calls()).containsExactly("0-1@100", "1-3@325", "3-4@400", "end@400");
  }

  @Test
  void full_thenCancelled_drainDoesNothing() {
    TokenStream stream = pacer.play(simulation(100, 200), START, sink);
    sink.fill();
    advance(150);
    stream.cancel(SimulationState.CUT);
    sink.drain();
    advance(500);
    assertThat(sink.calls()).isEmpty();
    assertThat(stream.ended().result()).isEqualTo(new Playback(false, 0));
    assertIdle();
  }

  /* --------------- cancel --------------- */

  @Test
  void cancel_freesAllAtOnce() {
    TokenStream stream = pacer.play(simulation(100, 200), START, sink);
    advance(150);
    stream.cancel(SimulationState.CUT);
    assertIdle();
    assertThat(stream.ended().result()).isEqualTo(new Playback(false, 1));
    advance(500);
    assertThat(sink.calls()).containsExactly("0-1@100");
    stream.cancel(SimulationState.CUT);
  }

  @Test
  void cancel_oneOfMany_leavesTheOthers() {
    List<TokenStream> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      streams.add(pacer.play(simulation(100 + (i * 37) % 100), START, new RecordingSink(loop)));
    }
    for (int i = 0; i < 100; i += 3) {
      streams.get(i).cancel(SimulationState.CUT);
    }
    assertThat(pacer.waitingStreams()).isEqualTo(66);
    advance(500);
    for (int i = 0; i < 100; i++) {
      assertThat(streams.get(i).ended().result().completed()).isEqualTo(i % 3 != 0);
    }
    assertIdle();
  }

  @Test
  void cancel_fromWithinTheSink_endsThere() {
    List<TokenStream> self = new ArrayList<>();
    TokenSink cancelling =
        new ForwardingSink(sink) {
          @Override
          public void send(int from, int toExclusive, boolean last) {
            super.send(from, toExclusive, last);
            self.get(0).cancel(SimulationState.CUT);
          }
        };
    self.add(pacer.play(simulation(100, 200), START, cancelling));
    advance(500);
    assertThat(sink.calls()).containsExactly("0-1@100");
    assertIdle();
  }

  @Test
  void sinkThatThrows_failsItsStreamOnly() {
    TokenSink broken =
        new ForwardingSink(sink) {
          @Override
          public void send(int from, int toExclusive, boolean last) {
            throw new IllegalStateException("closed");
          }
        };
    TokenStream bad = pacer.play(simulation(100, 200), START, broken);
    TokenStream good = pacer.play(simulation(100, 200), START, sink);
    advance(500);
    assertThat(bad.ended().cause()).hasMessage("closed");
    assertThat(good.ended().result()).isEqualTo(new Playback(true, 2));
    assertIdle();
  }

  @Test
  void sinkThatFailsBadly_leavesTheOthersRunning() {
    TokenSink broken =
        new ForwardingSink(sink) {
          @Override
          public void send(int from, int toExclusive, boolean last) {
            throw new OutOfMemoryError("of a test");
          }
        };
    pacer.play(simulation(100), START, broken);
    TokenStream good = pacer.play(simulation(200), START, sink);
    assertThatThrownBy(() -> advance(150)).isInstanceOf(OutOfMemoryError.class);
    advance(350);
    assertThat(good.ended().result()).isEqualTo(new Playback(true, 1));
  }

  /* --------------- caps --------------- */

  @Test
  void turn_tokensAreCapped() {
    TokenStream stream = pacer.play(simulation(new long[1300]), START, sink);
    List<Integer> sentAfterTurn = new ArrayList<>();
    while (loop.step(START)) {
      sentAfterTurn.add(stream.tokensSent());
    }
    assertThat(sentAfterTurn).containsExactly(500, 1000, 1300);
    assertThat(sink.calls()).hasSize(14).first().isEqualTo("0-100@0");
  }

  @Test
  void turn_timeIsCapped() {
    for (int i = 0; i < 10; i++) {
      pacer.play(
          simulation(0), START, new RecordingSink(loop).costing(Pacer.LONGEST_TURN_NANOS / 2));
    }
    while (loop.step(START)) {
      // two streams a turn
    }
    assertThat(loop.turns()).isEqualTo(5);
  }

  @Test
  void turn_longBacklog_makesWayForOthers() {
    pacer.play(simulation(new long[1_000]), START, new RecordingSink(loop).costing(1_000));
    SimulationRecord other = simulation(1_500, 2_500);
    pacer.play(other, START, sink);
    advance(20_000);
    assertThat(sink.calls()).containsExactly("0-1@2000", "1-2@3000", "end@3000");
    assertThat(other.sentOffsetsNanos()).containsExactly(2000, 3000);
  }

  @Test
  void sentOffset_isKnownToTheSink_andNotBefore() {
    List<Long> seen = new ArrayList<>();
    List<TokenStream> self = new ArrayList<>();
    TokenSink asking =
        new ForwardingSink(sink) {
          @Override
          public void send(int from, int toExclusive, boolean last) {
            LongStream.range(from, toExclusive)
                .forEach(k -> seen.add(self.get(0).sentOffsetNanos((int) k)));
          }
        };
    self.add(pacer.play(simulation(100, 200), START, asking));
    assertThatThrownBy(() -> self.get(0).sentOffsetNanos(0))
        .hasMessage("token: 0 (expected: below the 0 sent)");
    advance(500);
    assertThat(seen).containsExactly(100L, 200L);
  }

  private void assertIdle() {
    assertThat(pacer.waitingStreams()).isZero();
    assertThat(loop.pendingTimers()).isZero();
  }

  private static class ForwardingSink implements TokenSink {
    private final TokenSink target;

    ForwardingSink(TokenSink target) {
      this.target = target;
    }

    @Override
    public void send(int from, int toExclusive, boolean last) {
      target.send(from, toExclusive, last);
    }

    @Override
    public int room() {
      return target.room();
    }

    @Override
    public void onDrain(Runnable resume) {
      target.onDrain(resume);
    }
  }
}
