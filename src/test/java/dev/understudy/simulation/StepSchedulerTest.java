package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.UnderstudyException;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StepSchedulerTest {

  /** Near the end of long's range: clocks may overflow at any time. */
  private static final long START = Long.MAX_VALUE - 1_000;

  /** Steps of 100, and 10 for each further sequence; 250 of prefill fit into one. */
  private final StepScheduler engine = new StepScheduler(2, 1, 100, 10, 250);

  /** Tokens 100 apart, the first after latency and prefill. */
  private static TokenSchedule alone(long first, int tokens) {
    return new TokenSchedule(
        first, LongStream.range(0, tokens).map(k -> first + 100 * k).toArray());
  }

  private DueTimes admit(long at, long prefill, long latency, int tokens) {
    TokenSchedule alone = alone(prefill + latency, tokens);
    return engine.admit(START + at, new EngineWork(engine, prefill, latency), alone, () -> {});
  }

  private static long clock(long nanos) {
    return START + nanos;
  }

  private static long[] dues(DueTimes due) {
    return LongStream.range(0, due.tokens()).map(k -> due.dueOffsetNanos((int) k)).toArray();
  }

  private void finish() {
    engine.advance(clock(100_000));
  }

  @Test
  void alone_keepsItsOwnSchedule() {
    DueTimes due = admit(0, 600, 33, 4);
    finish();
    assertThat(dues(due)).containsExactly(633, 733, 833, 933);
    assertThat(due.durationNanos()).isEqualTo(933);
  }

  @Test
  void alone_keepsAScheduleOfUnevenTokens() {
    long[] uneven = {7, 7, 95, 300, 301, 950, 951};
    DueTimes due =
        engine.admit(
            START, new EngineWork(engine, 0, 7), new TokenSchedule(7, uneven.clone()), () -> {});
    finish();
    assertThat(dues(due)).isEqualTo(uneven);
  }

  @Test
  void dueTimes_areKnownStepByStep() {
    DueTimes due = admit(0, 0, 5, 3);
    assertThat(due.dueOffsetNanos(0)).isEqualTo(5);
    assertThat(due.dueOffsetNanos(1)).isEqualTo(105);
    assertThat(due.dueOffsetNanos(2)).as("asked again when the step ends").isEqualTo(100);
    due.advance(START + 100);
    assertThat(due.dueOffsetNanos(2)).isEqualTo(205);
  }

  @Test
  void two_slowEachOtherDownFromTheNextStepOn() {
    DueTimes first = admit(0, 0, 0, 4);
    DueTimes second = admit(50, 0, 0, 3);
    finish();
    assertThat(dues(first)).containsExactly(0, 100, 210, 320);
    assertThat(dues(second)).as("from 50 on").containsExactly(50, 160, 270);
  }

  @Test
  void prefill_stallsThoseThatDecode_byTheChunk() {
    DueTimes first = admit(0, 0, 0, 6);
    DueTimes second = admit(10, 600, 0, 2);
    finish();
    // A step alone, three with chunks of 250, 250 and 100, then steps of two.
    assertThat(dues(first)).containsExactly(0, 100, 450, 800, 1000, 1110);
    assertThat(dues(second)).containsExactly(990, 1100);
  }

  @Test
  void beyondTheSlots_requestsWaitForOneToEnd() {
    admit(0, 0, 0, 5);
    admit(0, 0, 0, 5);
    DueTimes third = admit(0, 0, 0, 2);
    assertThat(engine.waiting()).isEqualTo(2);
    finish();
    assertThat(third.dueOffsetNanos(0)).isEqualTo(430);
    assertThat(engine.running() + engine.waiting()).isZero();
  }

  @Test
  void beyondTheQueue_requestsAreRefused() {
    for (int i = 0; i < 3; i++) {
      admit(0, 0, 0, 5);
    }
    assertThatThrownBy(() -> admit(0, 0, 0, 5))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED))
        .hasMessage(
            "capacity: 3 requests run or wait (expected: fewer than 2 slots and a queue of 1); try again in 0.001 s");
  }

  /** Steps of 100 ms alone and 110 ms together. */
  @Test
  void refusal_saysWhenTheFirstOfThoseThatRunEnds() {
    long milli = 1_000_000;
    StepScheduler slow = new StepScheduler(2, 0, 100 * milli, 10 * milli, 250 * milli);
    TokenSchedule longer =
        new TokenSchedule(0, LongStream.range(0, 10).map(k -> k * 100 * milli).toArray());
    TokenSchedule shorter = longer.first(5);
    slow.admit(0, new EngineWork(slow, 0, 0), longer, () -> {});
    DueTimes first = slow.admit(0, new EngineWork(slow, 0, 0), shorter, () -> {});
    assertThat(retryAfterMillis(slow, 0)).isEqualTo(540);
    assertThat(retryAfterMillis(slow, 150 * milli)).isEqualTo(540 - 150);
    assertThat(retryAfterMillis(slow, 500 * milli)).isEqualTo(540 - 500);
    assertThat(first.durationNanos()).as("and so it was").isEqualTo(540 * milli);
  }

  @Test
  void refusal_countsThePrefillThatIsLeft() {
    long milli = 1_000_000;
    StepScheduler slow = new StepScheduler(1, 0, 100 * milli, 0, 250 * milli);
    TokenSchedule alone = new TokenSchedule(600 * milli, new long[] {600 * milli, 700 * milli});
    slow.admit(0, new EngineWork(slow, 600 * milli, 0), alone, () -> {});
    assertThat(retryAfterMillis(slow, 0)).isEqualTo(700);
    assertThat(retryAfterMillis(slow, 300 * milli)).isEqualTo(400);
  }

  private static long retryAfterMillis(StepScheduler engine, long nowNanos) {
    TokenSchedule any = new TokenSchedule(0, new long[1]);
    return catchThrowableOfType(
            UnderstudyException.class,
            () -> engine.admit(nowNanos, new EngineWork(engine, 0, 0), any, () -> {}))
        .retryAfterMillis();
  }

  @Test
  void leaving_freesSlotAndQueue() {
    DueTimes[] all = {admit(0, 0, 0, 50), admit(0, 0, 0, 50), admit(0, 0, 0, 50)};
    Arrays.stream(all).forEach(DueTimes::leave);
    DueTimes next = admit(10, 0, 0, 2);
    finish();
    assertThat(dues(next)).as("after the step under way").containsExactly(90, 190);
  }

  @Test
  void idle_thenAnEarlierArrival_startsWhereTheLastStepEnded() {
    admit(0, 0, 0, 2);
    finish();
    DueTimes late = admit(30, 0, 0, 1);
    assertThat(late.dueOffsetNanos(0)).isEqualTo(70);
  }

  @Test
  void withoutTokens_endsAfterItsPrefill() {
    DueTimes due = admit(0, 600, 5, 0);
    finish();
    assertThat(due.durationNanos()).isEqualTo(605);
  }
}
