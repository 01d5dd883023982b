package dev.understudy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.UnderstudyException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Scenarios in a time that the test moves. */
class ScenariosTest {

  private static final String BROWNOUT =
      """
      scenarios:
        - name: brownout
          model: "gpt-*"
          phases:
            - {from: 0s, to: 60s, factor: {from: 1, to: 4}}
            - {from: 60s, to: 3m, factor: 4, faults: [{status: 503, rate: 0.2}]}
            - {from: 3m, to: 5m, factor: {from: 4, to: 1}, model: gpt-4o}
      """;
  private static final String DAY =
      """
        - name: day
          daily: [1,1,1,1,1,1,1,1,1,1,1,1,2,3,1,1,1,1,1,1,1,1,1,0.5]
      """;

  private final AtomicLong now = new AtomicLong();
  private final Scenarios scenarios =
      new Scenarios(now::get, Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));

  private void read(String yaml) {
    scenarios.replace(ScenarioReader.read("s.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private void at(long seconds) {
    now.set(TimeUnit.SECONDS.toNanos(seconds));
  }

  private InForce of(String model) {
    return scenarios.inForce(model, now.get());
  }

  private double factor() {
    return of("gpt-4o").factor();
  }

  private String state(int i) {
    return scenarios.states().get(i).state();
  }

  @Test
  void aBrownOutRampsHoldsAndRecovers() {
    read(BROWNOUT);
    assertThat(of("gpt-4o")).isSameAs(InForce.NOTHING);
    assertThat(state(0)).isEqualTo("idle");
    at(1000);
    scenarios.start("brownout", 1, 0);

    assertThat(factor()).isEqualTo(1);
    at(1030);
    assertThat(factor()).isCloseTo(2.5, within(1e-9));
    assertThat(of("gpt-4o").name()).isEqualTo("brownout; factor=2.50");
    assertThat(of("gpt-4o").faults()).isEmpty();
    at(1060);
    assertThat(factor()).isEqualTo(4);
    assertThat(of("gpt-4o").faults())
        .singleElement()
        .satisfies(spec -> assertThat(spec.origin()).isEqualTo("scenario=brownout"));
    assertThat(of("claude-opus-4-6")).isSameAs(InForce.NOTHING);
    at(1240);
    assertThat(factor()).isCloseTo(2.5, within(1e-9));
    assertThat(of("gpt-4o-mini")).isSameAs(InForce.NOTHING);
    assertThat(state(0)).isEqualTo("running");
    at(1300);
    assertThat(of("gpt-4o")).isSameAs(InForce.NOTHING);
    assertThat(state(0)).isEqualTo("ended");
  }

  @Test
  void speedAndOffset_moveItsOwnTime() {
    read(BROWNOUT);
    scenarios.start("brownout", 60, TimeUnit.SECONDS.toNanos(30));
    assertThat(factor()).isCloseTo(2.5, within(1e-9));
    at(1);
    assertThat(scenarios.states().get(0).elapsedNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(90));
    assertThat(factor()).isEqualTo(4);

    scenarios.stop("brownout");
    assertThat(factor()).isEqualTo(1);
    assertThat(state(0)).isEqualTo("idle");
  }

  @Test
  void aDailyCurveFollowsTheHoursUntilItIsStopped() {
    read(BROWNOUT + DAY);
    scenarios.start("day", 3600, 0);

    assertThat(of("any").factor()).as("noon").isEqualTo(2);
    now.set(TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(of("any").factor()).as("half past").isCloseTo(2.5, within(1e-9));
    at(1);
    assertThat(of("any").factor()).isEqualTo(3);
    now.set(TimeUnit.MILLISECONDS.toNanos(11_500));
    assertThat(of("any").factor()).as("before midnight").isCloseTo(0.75, within(1e-9));
    at(24);
    assertThat(of("any").factor()).as("the next day").isEqualTo(2);
    assertThat(state(1)).isEqualTo("running");
  }

  @Test
  void severalAreMultiplied() {
    read(BROWNOUT + DAY);
    scenarios.start("day", 1, 0);
    scenarios.start("brownout", 1, TimeUnit.SECONDS.toNanos(60));

    assertThat(of("gpt-4o").name()).isEqualTo("day; factor=2.00, brownout; factor=4.00");
    assertThat(factor()).isEqualTo(8);
    assertThat(of("other").factor()).isEqualTo(2);
  }

  @Test
  void anEditHoldsForOneThatIsPlayed_andEndsOneThatIsGone() {
    read(BROWNOUT + DAY);
    scenarios.start("brownout", 1, 0);
    scenarios.start("day", 1, 0);
    at(30);
    read(BROWNOUT.replace("to: 4}}", "to: 7}}"));

    assertThat(factor()).isCloseTo(4, within(1e-9));
    assertThat(scenarios.states()).hasSize(1);
    read(BROWNOUT + DAY);
    assertThat(state(1)).isEqualTo("idle");
  }

  @Test
  void anUnknownOneIsRefused_namingThoseThereAre() {
    read(BROWNOUT);
    assertThatThrownBy(() -> scenarios.start("brown", 1, 0))
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            failure -> assertThat(failure.didYouMean()).isEqualTo(List.of("brownout")))
        .hasMessageContaining("scenario: brown (expected: one of those configured: brownout)");
    assertThatThrownBy(() -> scenarios.stop("x")).isInstanceOf(UnderstudyException.class);
  }

  @Test
  void aBadFileSaysScenarioPhaseAndField() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    scenarios:
                      - name: one
                        phases:
                          - {from: 9s, to: 5s, factor: 0}
                          - {from: x, to: 5s, faults: [{status: 99}]}
                      - {name: two, daily: [1, 2]}
                      - {name: one, phases: []}
                      - {name: a b, phases: [], more: 1}
                    """))
        .hasMessageContainingAll(
            "s.yaml: scenarios[0] (one).phases[0].to: \"5s\" (expected: later than from)",
            "s.yaml: scenarios[0] (one).phases[0].factor: 0 (expected: a factor above 0 up to 1000)",
            "s.yaml: scenarios[0] (one).phases[1].from: x (expected: a duration with its unit",
            "s.yaml: scenarios[0] (one).phases[1].faults[0].status: 99 (expected:",
            "s.yaml: scenarios[1] (two).daily: [1,2] (expected: 24 factors",
            "s.yaml: scenarios[2] (one).name: one (expected: an unused name)",
            "s.yaml: scenarios[3] (a b).name: a b (expected: at most 64 letters",
            "s.yaml: scenarios[3] (a b).more: 1 (expected: no such field)");
  }
}
