package dev.understudy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.ModelDefinition;
import dev.understudy.text.TokenText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SimulationLogTest {

  private static final ModelDefinition MODEL = ModelDefinition.builder("m").build();

  private final List<EndedRequest> counted = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final SimulationLog log =
      new SimulationLog(
          new SimulationLog.Bounds(3, 100, Duration.ofSeconds(10)),
          nanos::get,
          Clock.fixed(Instant.ofEpochSecond(77), ZoneOffset.UTC),
          model -> StreamMeter.NONE,
          (model, request) -> counted.add(request));

  private static SimulationPlan plan(String id, int tokens) {
    return new SimulationPlan(
        id,
        1,
        0,
        TokenText.silent(tokens),
        new TokenSchedule(0, new long[tokens]),
        FinishReason.LENGTH);
  }

  private SimulationRecord begin(String id, int tokens) {
    return log.enter(plan(id, tokens), MODEL);
  }

  private void play(String id, int tokens) {
    begin(id, tokens).end(SimulationState.DONE);
  }

  @Test
  void find_whatIsPlayed_howeverManyHaveEnded() {
    SimulationRecord open = begin("open", 1_000);
    for (int i = 0; i < 10; i++) {
      play("s" + i, 1);
    }
    assertThat(log.find("open")).isSameAs(open);
    assertThat(open.state()).isEqualTo(SimulationState.PLAYING);
    assertThat(open.createdSeconds()).isEqualTo(77);
    assertThat(log.size()).isEqualTo(4);
    assertThat(log.find("s6")).isNull();
    assertThat(log.find("s7")).isNotNull();
  }

  @Test
  void forget_theFirstThatEnded_whenThereAreTooManyTokens() {
    play("a", 40);
    play("b", 40);
    play("c", 40);
    assertThat(log.find("a")).isNull();
    assertThat(log.find("b")).isNotNull();
    play("large", 101);
    assertThat(log.size()).isZero();
  }

  @Test
  void forget_whatEndedTooLongAgo() {
    play("a", 1);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(log.find("a")).isNotNull();
    nanos.incrementAndGet();
    assertThat(log.find("a")).isNull();
    assertThat(log.size()).isZero();
  }

  @Test
  void sameId_isTheLastBegun_alsoWhenTheFirstIsForgotten() {
    SimulationRecord first = begin("a", 1);
    SimulationRecord second = begin("a", 1);
    first.end(SimulationState.CUT);
    assertThat(log.find("a")).isSameAs(second);
    play("b", 1);
    play("c", 1);
    play("d", 1);
    assertThat(log.find("a")).isSameAs(second);
  }

  @Test
  void refused_isKeptAsSuch() {
    log.refuse(plan("a", 1), MODEL, ErrorCode.UNAVAILABLE);
    SimulationRecord refused = log.find("a");
    assertThat(refused).extracting(SimulationRecord::state).isEqualTo(SimulationState.REFUSED);
  }

  /* --------------- counting --------------- */

  /**
   * A record of ten tokens after six of thinking, of which so many are sent 5 ns after its start.
   */
  private SimulationRecord sent(AnswerForm form, boolean shown, int tokens) {
    SimulationPlan plan = plan("s", 10).with(new PlanDetails(6, shown, 3, 0, null));
    SimulationRecord simulation = log.enter(plan, MODEL, form, ended -> {});
    simulation.begin(nanos.get());
    simulation.send(tokens, 5);
    nanos.addAndGet(100);
    return simulation;
  }

  @Test
  void ended_whatIsDone_countsAsItsUsageTells() {
    sent(AnswerForm.STREAM, false, 10).end(SimulationState.DONE);
    sent(AnswerForm.STREAM, true, 10).end(SimulationState.DONE);
    sent(AnswerForm.TEXT, false, 10).end(SimulationState.DONE);
    sent(AnswerForm.SCORES, false, 10).end(SimulationState.DONE);
    SimulationState done = SimulationState.DONE;
    assertThat(counted)
        .containsExactly(
            new EndedRequest(done, 0, 3, 16, 6, 100, 5),
            new EndedRequest(done, 0, 3, 10, 6, 100, 5),
            new EndedRequest(done, 0, 3, 16, 6, 100, -1),
            new EndedRequest(done, 0, 3, 0, 0, 100, -1));
  }

  @Test
  void ended_whatIsBrokenOff_countsWhatWasSent() {
    sent(AnswerForm.STREAM, false, 4).end(SimulationState.CUT);
    sent(AnswerForm.STREAM, true, 4).end(SimulationState.DISCONNECTED);
    sent(AnswerForm.STREAM, true, 8).end(SimulationState.CUT);
    sent(AnswerForm.STREAM, true, 0).end(SimulationState.CUT);
    assertThat(counted)
        .containsExactly(
            new EndedRequest(SimulationState.CUT, 0, 3, 4, 0, -1, 5),
            new EndedRequest(SimulationState.DISCONNECTED, 0, 3, 4, 4, -1, 5),
            new EndedRequest(SimulationState.CUT, 0, 3, 8, 6, -1, 5),
            new EndedRequest(SimulationState.CUT, 0, 3, 0, 0, -1, -1));
  }

  @Test
  void ended_whatIsRefused_countsNothingButItself() {
    log.refuse(MODEL);
    log.refuse(plan("s", 10), MODEL, ErrorCode.OVERLOADED);
    assertThat(counted).containsExactly(EndedRequest.REFUSED, EndedRequest.REFUSED);
  }
}
