package dev.understudy.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.understudy.model.UnderstudyException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which requests meet which faults. */
class FaultInjectorTest {

  private final FaultInjector injector = injector(0);

  private static FaultInjector injector(long seed) {
    return new FaultInjector(seed, new Scenarios(() -> 0, Clock.systemUTC()));
  }

  private static FaultTarget target(String model, String key, @Nullable Long seed, String body) {
    return new FaultTarget("chat", model, key, seed, body, true, 1, false, 0);
  }

  private static FaultTarget seeded(long seed) {
    return target("gpt-4o", "", seed, "body");
  }

  private static AskedFaults asked(String header) {
    return AskedFaults.ofHeader(List.of(header));
  }

  private void rules(String yaml) {
    injector.replaceRules(FaultRules.read("f.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> names(ChosenFaults chosen) {
    return chosen.reachedBy(100).stream().map(Injected::toString).toList();
  }

  /* --------------- draws --------------- */

  @Test
  void aRateIsTheShareOfRequestsThatAreHit() {
    long hits = IntStream.range(0, 10_000).filter(i -> isHit(injector, i, "0.3")).count();

    // Three standard deviations of a binomial with n = 10,000 and p = 0.3 are 0.0137.
    assertThat(hits / 10_000.0).isCloseTo(0.3, within(0.0137));
  }

  private static boolean isHit(FaultInjector by, long seed, String rate) {
    return by.choose(seeded(seed), asked("status=503;rate=" + rate)).refusal() != null;
  }

  @Test
  void theSameSeedsMeetTheSameFaults_whateverComesBetween() {
    AskedFaults asked = asked("status=503;rate=0.2,cut_after=1-50;rate=0.5,split=utf8;rate=0.5");
    List<String> alone = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      alone.add(names(injector(7).choose(seeded(i), asked)).toString());
    }
    FaultInjector busy = injector(7);
    List<String> among = new ArrayList<>();
    for (int i = 199; i >= 0; i--) {
      busy.choose(target("other", "k", null, "x"), asked);
      among.add(0, names(busy.choose(seeded(i), asked)).toString());
    }

    assertThat(among).isEqualTo(alone);
    assertThat(alone.stream().distinct().count()).isGreaterThan(50);
  }

  @Test
  void seedBodyAndServerSeedEachChangeTheDraws() {
    AskedFaults asked = asked("cut_after=0-1000000");
    ChosenFaults one = injector(0).choose(target("m", "", 1L, "a"), asked);

    for (ChosenFaults other :
        List.of(
            injector(0).choose(target("m", "", 2L, "a"), asked),
            injector(0).choose(target("m", "", 1L, "b"), asked),
            injector(1).choose(target("m", "", 1L, "a"), asked))) {
      assertThat(after(other)).isNotEqualTo(after(one));
    }
  }

  private static int after(ChosenFaults chosen) {
    return chosen.reachedBy(1_000_000).get(0).effect().after();
  }

  @Test
  void aHigherRateHitsAllThatALowerOneHits() {
    for (int i = 0; i < 500; i++) {
      if (isHit(injector, i, "0.1")) {
        assertThat(isHit(injector, i, "0.4")).isTrue();
      }
    }
  }

  @Test
  void withoutASeedOneIsDrawnFromTheServersOwnSequence() {
    AskedFaults asked = asked("cut_after=1");
    FaultInjector first = injector(7);
    FaultInjector again = injector(7);
    List<Long> seeds = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      FaultTarget unseeded = target("m" + i, "", null, "b" + i);
      long seed = Objects.requireNonNull(first.choose(unseeded, asked).seed(null));
      assertThat(again.choose(unseeded, asked).seed(null)).isEqualTo(seed);
      seeds.add(seed);
    }

    assertThat(seeds).doesNotHaveDuplicates().allMatch(seed -> seed >= 0 && seed < 1L << 53);
    assertThat(injector(8).choose(target("m0", "", null, "b0"), asked).seed(null))
        .isNotEqualTo(seeds.get(0));
    assertThat(first.choose(seeded(3), asked).seed(3L)).isEqualTo(3);
    assertThat(first.choose(target("m", "", null, "b"), AskedFaults.NONE).seed(null)).isNull();
  }

  @Test
  void oneRuleMoreDoesNotMoveWhatAnotherDoes() {
    String rule = "- {name: a, rate: 0.5, cut_after: 1-50}\n";
    rules("rules:\n" + rule);
    List<List<String>> before = chosen();
    rules("rules:\n- {name: b, rate: 0.5, split: utf8}\n" + rule);

    List<List<String>> after = chosen();
    after.forEach(names -> names.removeIf(name -> name.endsWith("rule=b")));
    assertThat(after).isEqualTo(before);
  }

  private List<List<String>> chosen() {
    List<List<String>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(new ArrayList<>(names(injector.choose(seeded(i), AskedFaults.NONE))));
    }
    return all;
  }

  /* --------------- the first n --------------- */

  private boolean isRefused(String model, String key, String header) {
    return injector.choose(target(model, key, 1L, "b"), asked(header)).refusal() != null;
  }

  @Test
  void theFirstN_areCountedByKeyModelAndFault() {
    String twice = "status=503;first=2";
    assertThat(isRefused("m", "k", twice)).isTrue();
    assertThat(isRefused("m", "other", twice)).isTrue();
    assertThat(isRefused("m", "k", twice)).isTrue();
    assertThat(isRefused("m", "k", twice)).isFalse();
    assertThat(isRefused("n", "k", twice)).isTrue();
    assertThat(isRefused("m", "k", "status=500;first=2")).as("another value").isTrue();
    assertThat(isRefused("m", "k", "name=mine;" + twice)).as("another test").isTrue();
    assertThat(isRefused("m", "k", twice)).isFalse();
  }

  @Test
  void theFirstN_beginAnewWhenTheyAreReset() {
    String once = "status=503;first=1";
    isRefused("m", "k", once);
    isRefused("m", "l", once);
    isRefused("n", "k", once);

    assertThat(injector.reset("k", "m")).isEqualTo(1);
    assertThat(isRefused("m", "k", once)).isTrue();
    assertThat(isRefused("m", "l", once)).isFalse();
    assertThat(injector.reset(null, "m")).isEqualTo(2);
    assertThat(isRefused("n", "k", once)).isFalse();
    assertThat(injector.reset(null, null)).isEqualTo(1);
    assertThat(isRefused("n", "k", once)).isTrue();
  }

  @Test
  void countsAreBounded() {
    FaultCounts counts = new FaultCounts(3);
    for (String key : new String[] {"a", "b", "c"}) {
      assertThat(counts.take(key, "m", "f", 1)).isTrue();
    }
    assertThat(counts.take("a", "m", "f", 1)).isFalse(); // used last
    assertThat(counts.take("d", "m", "f", 1)).isTrue();

    assertThat(counts.reset(null, null)).isEqualTo(3);
  }

  /* --------------- who is hit by what --------------- */

  @Test
  void whatTheRequestAsksForComesBeforeRules() {
    rules(
        """
        rules:
          - {name: gpt, model: "gpt-*", cut_after: 1}
          - {name: cold, endpoint: /v1/messages, slow_start: 1s}
          - {name: all, split: frames}
        """);

    assertThat(names(injector.choose(seeded(1), asked("cut_after=2"))))
        .containsExactly("cut_after=2; source=header", "split=frames; rule=all");
    assertThat(names(injector.choose(seeded(1), AskedFaults.NONE)))
        .containsExactly("cut_after=1; rule=gpt", "split=frames; rule=all");
    assertThat(names(injector.choose(target("claude", "", 1L, "b"), AskedFaults.NONE)))
        .containsExactly("split=frames; rule=all");
    assertThat(names(injector.choose(seeded(1), asked("none")))).isEmpty();
    FaultTarget message = new FaultTarget("messages", "m", "", 1L, "b", true, 1, false, 0);
    assertThat(names(injector.choose(message, AskedFaults.NONE)))
        .containsExactly("slow_start=1s; rule=cold", "split=frames; rule=all");
  }

  @Test
  void besideAnErrorByStatusNothingHappensOrIsCounted() {
    AskedFaults asked = asked("cut_after=1;first=1,status=500;first=1");

    assertThat(injector.choose(seeded(1), asked).refusal()).isNotNull();
    assertThat(names(injector.choose(seeded(1), asked)))
        .containsExactly("cut_after=1; source=header");
    assertThat(names(injector.choose(seeded(1), asked))).isEmpty();
  }

  @Test
  void onlyWhatAnAnswerComesToIsNamed() {
    ChosenFaults chosen =
        injector.choose(
            seeded(1), asked("cut_after=9,error_after=5,stall_after=5;for=1s,malformed_after=5"));

    assertThat(chosen.reachedBy(100).stream().map(i -> i.effect().kind()))
        .containsExactly(FaultKind.STALL, FaultKind.ERROR);
    assertThat(chosen.reachedBy(5).stream().map(i -> i.effect().kind()))
        .containsExactly(FaultKind.ERROR);
    assertThat(chosen.reachedBy(4)).isEmpty();
  }

  @Test
  void aWholeAnswerHasNoChunksAndComments() {
    FaultTarget whole = new FaultTarget("chat", "m", "", 1L, "b", false, 1, false, 0);
    ChosenFaults chosen =
        injector.choose(whole, asked("tokens_per_chunk=3,keep_alive=1s,split=frames"));

    assertThat(names(chosen)).containsExactly("split=frames; source=header");
    assertThat(chosen.unfit().stream().map(i -> i.effect().kind()))
        .containsExactly(FaultKind.CHUNKS, FaultKind.KEEP_ALIVE);
  }

  @Test
  void aDryRunIsNeitherRefusedNorCounted() {
    FaultTarget dry = new FaultTarget("chat", "m", "", 1L, "b", true, 1, true, 0);
    AskedFaults asked = asked("status=500;first=1,slow_start=1s");

    assertThat(names(injector.choose(dry, asked))).containsExactly("slow_start=1s; source=header");
    assertThat(isRefused("m", "", "status=500;first=1")).isTrue();
  }

  /* --------------- files --------------- */

  @Test
  void aBadFileOfRulesSaysFileRuleAndKey() {
    String yaml =
        """
        rules:
          - {name: busy, rate: 2, status: 429}
          - {name: busy, cut_after: 3}
          - {status: 500, endpoint: talk}
          - {name: x, model: m}
        """;
    assertThatThrownBy(() -> rules(yaml))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContainingAll(
            "f.yaml: rules[0] (busy).rate: 2 (expected: a share of requests from 0 to 1)",
            "f.yaml: rules[1] (busy).name: busy (expected: an unused name)",
            "f.yaml: rules[2].name: missing (expected: a name)",
            "f.yaml: rules[2].endpoint: talk (expected: an endpoint as chat or messages, or stream)",
            "f.yaml: rules[3] (x): missing (expected: one of status, slow_start");
    assertThatThrownBy(() -> rules("rules: [")).hasMessageStartingWith("f.yaml:1: ");
    assertThatThrownBy(() -> rules("rules: []\nrules: []")).hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> rules("- 1"))
        .hasMessage("f.yaml: an array (expected: keys and values)");
    assertThatThrownBy(() -> rules("rules: []\nrule: []")).hasMessageContaining("f.yaml: rule: ");
  }
}
