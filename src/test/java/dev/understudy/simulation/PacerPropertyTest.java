package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random streams, stalls, drains and cancellations: what must hold whatever happens. */
class PacerPropertyTest {

  private final VirtualLoop loop = new VirtualLoop(0);
  private final Pacer pacer = new Pacer(loop::nowNanos, loop);

  @Property(tries = 300)
  void tokensComeOnceInOrderAndNeverEarly(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int streams) {
    Random random = new Random(seed);
    List<CheckedSink> sinks = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      sinks.add(new CheckedSink(random));
    }
    for (int step = 0; step < 200; step++) {
      loop.runUntil(loop.nowNanos() + random.nextInt(50));
      sinks.get(random.nextInt(streams)).disturb(random);
    }
    sinks.forEach(CheckedSink::drain);
    loop.runUntil(loop.nowNanos() + 100_000);
    sinks.forEach(CheckedSink::assertEnded);
    assertThat(pacer.waitingStreams()).isZero();
    assertThat(loop.pendingTimers()).isZero();
  }

  private final class CheckedSink implements TokenSink {
    private final SimulationPlan plan;
    private final long t0Nanos = loop.nowNanos();
    private final TokenStream stream;
    private Runnable resume = () -> {};
    private boolean full;
    private boolean cancelled;
    private boolean ended;
    private int received;
    private long freeSinceNanos = t0Nanos;

    CheckedSink(Random random) {
      long[] due = random.longs(random.nextInt(60), 0, 3_000).toArray();
      Arrays.sort(due);
      plan = PacerTest.plan(due);
      stream =
          pacer.play(
              new SimulationRecord(plan, "m", 0, AnswerForm.STREAM, StreamMeter.NONE, ended -> {}),
              t0Nanos,
              this);
    }

    void disturb(Random random) {
      int choice = random.nextInt(20);
      if (choice == 0 && !ended) {
        cancelled = true;
        stream.cancel(SimulationState.CUT);
      } else if (choice < 10) {
        full = true;
      } else {
        drain();
      }
    }

    void drain() {
      if (full) {
        full = false;
        freeSinceNanos = loop.nowNanos();
        Runnable waiting = resume;
        resume = () -> {};
        waiting.run();
      }
    }

    @Override
    public void send(int from, int toExclusive, boolean last) {
      assertThat((full && toExclusive > from) || cancelled || ended).isFalse();
      assertThat(from).isEqualTo(received);
      received = toExclusive;
      for (int k = from; k < toExclusive; k++) {
        long due = Math.max(t0Nanos + plan.dueOffsetNanos(k), freeSinceNanos);
        assertThat(loop.nowNanos()).isEqualTo(due);
      }
      assertThat(last).isEqualTo(toExclusive == plan.tokens());
      ended = last;
    }

    @Override
    public int room() {
      return full ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public void onDrain(Runnable whenDrained) {
      assertThat(full).isTrue();
      resume = whenDrained;
    }

    void assertEnded() {
      assertThat(ended).isNotEqualTo(cancelled);
      assertThat(stream.ended().result()).isEqualTo(new Playback(ended, received));
    }
  }
}
