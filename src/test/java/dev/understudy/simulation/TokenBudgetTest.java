package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.model.UnderstudyException;
import dev.understudy.text.TokenText;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenBudgetTest {

  /** Near the end of long's range: clocks may overflow at any time. */
  private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);

  private static final long MILLI = 1_000_000;

  private final TokenBudget budget = new TokenBudget(100);
  private final VirtualLoop loop = new VirtualLoop(START);
  private final Pacer pacer = new Pacer(loop::nowNanos, loop);
  private final SimulationLog log =
      new SimulationLog(
          new SimulationLog.Bounds(10, 1_000, Duration.ofHours(1)),
          loop::nowNanos,
          Clock.systemUTC(),
          model -> StreamMeter.NONE,
          RequestCounter.NONE);

  private static TokenSchedule tokens(int tokens, long ttftMillis, long itlMillis) {
    return new TokenSchedule(
        ttftMillis * MILLI,
        LongStream.range(0, tokens).map(k -> (ttftMillis + k * itlMillis) * MILLI).toArray());
  }

  private Runnable admit(TokenSchedule schedule) {
    return budget.admit(schedule, START, START);
  }

  private UnderstudyException refusal(TokenSchedule schedule, long atMillis) {
    UnderstudyException refused =
        catchThrowableOfType(
            UnderstudyException.class,
            () -> budget.admit(schedule, START, START + atMillis * MILLI));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
    return refused;
  }

  private static double rate(TokenSchedule schedule) {
    TokenBudget fresh = new TokenBudget(0);
    fresh.admit(schedule, START, START);
    return fresh.admittedPerSecond();
  }

  @Test
  void rate_isThatOfTheSending_notOfTheWaitBefore() {
    assertThat(rate(tokens(11, 60_000, 20))).isEqualTo(50);
  }

  @Test
  void rate_ofFewTokens_isOverTheWholeDuration() {
    assertThat(rate(tokens(1, 500, 0))).isEqualTo(2);
    assertThat(rate(tokens(10, 500, 0))).as("all at the same time").isEqualTo(20);
    assertThat(rate(tokens(2, 5, 20))).isEqualTo(80);
  }

  @Test
  void rate_ofWhatIsDueAtOnce_isNone() {
    assertThat(rate(tokens(1_000, 0, 0))).isZero();
    assertThat(rate(tokens(0, 500, 0))).isZero();
    admit(tokens(11, 0, 10));
    admit(tokens(1_000, 0, 0)).run();
    assertThat(budget.admittedPerSecond()).isEqualTo(110);
  }

  @Test
  void upToTheBound_areAdmitted_andNoMore() {
    List<Runnable> admitted = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      admitted.add(admit(tokens(101, 1_000, 100)));
    }
    assertThat(budget.admittedPerSecond()).isEqualTo(100);
    refusal(tokens(101, 1_000, 100), 0);
    admitted.get(3).run();
    admitted.get(3).run(); // counts once
    assertThat(budget.admittedPerSecond()).isEqualTo(90);
    admit(tokens(101, 1_000, 100));
    refusal(tokens(101, 1_000, 100), 0);
  }

  @Test
  void refusal_saysBothRates_andWhenEnoughWillHaveEnded() {
    admit(tokens(101, 1_000, 20)); // 50 a second until 3 s
    admit(tokens(21, 1_000, 50)); // 20 until 2 s
    admit(tokens(31, 1_000, 50)); // 20 until 2.5 s
    assertThat(refusal(tokens(11, 0, 50), 0))
        .hasMessage(
            "token rate: streams of 90.0 tokens a second are being sent, this one would add 22.0 (expected: together at most simulation.max_tokens_per_second, 100); try again in 2.000 s");
    assertThat(refusal(tokens(101, 1_000, 20), 0).retryAfterMillis()).isEqualTo(2_500);
    assertThat(refusal(tokens(101, 1_000, 20), 1_700).retryAfterMillis()).isEqualTo(800);
    assertThat(refusal(tokens(1_001, 1_000, 1), 0).retryAfterMillis()).isEqualTo(3_000);
    assertThat(refusal(tokens(11, 0, 50), 9_000).retryAfterMillis())
        .as("they should have ended")
        .isEqualTo(1);
  }

  @Test
  void above_theBoundByItself_isAdmittedAlone() {
    Runnable alone = admit(tokens(1_001, 0, 1));
    refusal(tokens(1_001, 0, 1), 0);
    refusal(tokens(2, 10_000, 10_000), 0);
    alone.run();
    admit(tokens(2, 10_000, 10_000));
    refusal(tokens(1_001, 0, 1), 0);
  }

  @Test
  void withoutBound_allAreAdmitted_andCounted() {
    TokenBudget unbounded = new TokenBudget(0);
    List<Runnable> admitted =
        IntStream.range(0, 1_000)
            .mapToObj(i -> unbounded.admit(tokens(1_001, 1, 1), START, START))
            .toList();
    assertThat(unbounded.admittedPerSecond()).isEqualTo(1_000_000);
    admitted.forEach(Runnable::run);
    assertThat(unbounded.admittedPerSecond()).isZero();
  }

  @Test
  void fromManyThreads_isNeverAboveTheBound() {
    long above =
        IntStream.range(0, 20_000)
            .parallel()
            .filter(
                i -> {
                  try {
                    Runnable admitted = admit(tokens(31, 100, 25));
                    boolean tooMuch = budget.admittedPerSecond() > 100;
                    admitted.run();
                    return tooMuch;
                  } catch (UnderstudyException refused) {
                    return false;
                  }
                })
            .count();
    assertThat(above).isZero();
    assertThat(budget.admittedPerSecond()).isZero();
  }

  private TokenStream play(@Nullable EngineWork work, TokenSink sink) {
    TokenSchedule schedule = tokens(11, 0, 10);
    PlanDetails details = new PlanDetails(0, false, 0, 0, work);
    SimulationPlan plan =
        new SimulationPlan(
            "id", 1, 0, TokenText.silent(11), schedule, FinishReason.LENGTH, details);
    ModelDefinition model = ModelDefinition.builder("m").build();
    Runnable leave = admit(schedule);
    return pacer.play(log.enter(plan, model, AnswerForm.STREAM, ended -> leave.run()), START, sink);
  }

  @Test
  void whoeverSeesTheEnd_findsRoom() {
    double[] atTheEnd = {-1};
    play(
        null,
        new RecordingSink(loop) {
          @Override
          public void send(int from, int toExclusive, boolean last) {
            atTheEnd[0] = last ? budget.admittedPerSecond() : -1;
          }
        });
    loop.runUntil(START + 50 * MILLI);
    assertThat(budget.admittedPerSecond()).isEqualTo(110);
    loop.runUntil(START + 100 * MILLI);
    assertThat(atTheEnd[0]).isZero();
  }

  @Test
  void anyEnd_givesTheRateBack() {
    for (SimulationState state : List.of(SimulationState.CUT, SimulationState.DISCONNECTED)) {
      TokenStream stream = play(null, new RecordingSink(loop));
      assertThat(budget.admittedPerSecond()).isEqualTo(110);
      stream.cancel(state);
      assertThat(budget.admittedPerSecond()).isZero();
    }
    TokenStream failing =
        play(
            null,
            new RecordingSink(loop) {
              @Override
              public void send(int from, int toExclusive, boolean last) {
                throw new IllegalStateException("a bug");
              }
            });
    loop.runUntil(START + 1);
    assertThat(failing.ended().failed()).isTrue();
    assertThat(budget.admittedPerSecond()).isZero();
  }

  @Test
  void refusalByTheEngine_givesTheRateBack() {
    StepScheduler engine = new StepScheduler(1, 0, 10 * MILLI, 0, 1);
    engine.admit(START, new EngineWork(engine, 0, 0), tokens(11, 0, 10), () -> {});
    UnderstudyException refused =
        catchThrowableOfType(
            UnderstudyException.class,
            () -> play(new EngineWork(engine, 0, 0), new RecordingSink(loop)));
    assertThat(refused.message()).startsWith("capacity: 1 requests run or wait");
    assertThat(budget.admittedPerSecond()).isZero();
  }
}
